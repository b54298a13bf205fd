import { describe, expect, it } from 'vitest'
import { ticketFilter } from '@shared/contract/tickets'
import { isNarrowed } from '@shared/tickets/ticket-filter'

const bare = ticketFilter.parse({ view: 'overdue' })

describe('a filter', () => {
  it('that is a view and nothing else is not narrowed', () => {
    expect(isNarrowed(bare)).toBe(false)
    expect(isNarrowed({ ...bare, text: '  ' })).toBe(false)
  })

  it('is narrowed by any of its parts', () => {
    const parts = {
      statuses: ['new'],
      text: 'buca',
      contactId: 1,
      from: '2026-11-01',
      bbox: [10, 43, 11, 44],
      reopened: true,
    }
    for (const [name, value] of Object.entries(parts)) expect(isNarrowed({ ...bare, [name]: value }), name).toBe(true)
  })

  it('is narrowed by a part that a later program adds', () => {
    expect(isNarrowed({ ...bare, ownerIds: [3] } as typeof bare)).toBe(true)
  })
})
