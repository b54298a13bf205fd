import { describe, expect, it } from 'vitest'
import type { AuditRow } from '@shared/contract/audit'
import { asInstant } from '@shared/kernel/instant'
import { sortableMoment } from '@shared/spreadsheet/sortable-moment'
import { tableHead, tableRows } from '@/features/register/register-table'

const row = (over: Partial<AuditRow>): AuditRow => ({
  id: 1,
  at: asInstant(Date.UTC(2026, 10, 23, 8, 12, 5)),
  kind: 'change',
  name: 'tickets.create',
  userId: null,
  actor: 'anna',
  displayName: 'Anna',
  osUser: 'anna',
  host: 'sportello',
  entity: 'tickets',
  entityId: 7,
  number: 'SEGN-2026-000007',
  person: '',
  count: 1,
  outcome: 'ok',
  ...over,
})
const words = {
  headings: ['riga', 'quando'],
  when: (at: number) => sortableMoment(at, 'Europe/Rome'),
  whoOf: ({ displayName }: AuditRow) => displayName,
  actionOf: () => 'Nuova; segnalazione',
  objectOf: ({ number }: AuditRow) => number,
  outcomeOf: () => '',
}

describe('the register as a table', () => {
  it('opens in a spreadsheet as it is meant: mark, semicolons, office time', () => {
    expect(tableHead(words)).toBe('\ufeffriga;quando\r\n')
    expect(tableRows([row({})], words)).toBe(
      '1;2026-11-23 09:12:05;Anna;anna;"Nuova; segnalazione";SEGN-2026-000007;;1;sportello;anna;tickets.create\r\n',
    )
    expect(tableRows([], words)).toBe('')
  })

  it('gives a spreadsheet nothing to calculate, whatever an account or a machine is called', () => {
    for (const name of ['=1+1', '+39', '-2', '@x', '\t=1', '\r=1'])
      for (const field of ['displayName', 'host'] as const)
        expect(tableRows([row({ [field]: name })], words)).not.toMatch(/(^|;|")[=+\-@\t\r](?!\n)/)
  })
})
