import { describe, expect, it } from 'vitest'
import { asDay } from '@shared/kernel/instant'
import { READ_ALOUD_KEYS, readAloud, type ReadAloudFacts } from '@shared/tickets/read-aloud'
import { OUTCOMES, TICKET_STATUSES, WAITING_REASONS } from '@shared/tickets/vocabulary'
import english from '@/locales/en/readAloud.json'
import italian from '@/locales/it/readAloud.json'

const facts: ReadAloudFacts = {
  number: 'SEGN-2026-000123',
  status: 'new',
  outcome: null,
  today: asDay('2026-11-23'),
  receivedOn: asDay('2026-11-20'),
  crewName: null,
  visitDay: null,
  bodyName: null,
  bodyIsOurs: true,
  forwardedOn: null,
  waitingUntil: null,
  waitingReason: null,
  closedOn: null,
  masterNumber: null,
}

const locales: readonly Readonly<Record<string, string>>[] = [italian, english]
const sentence = (locale: Readonly<Record<string, string>>, key: string): string =>
  locale[key.replace('readAloud.', '')] ?? ''
const placeholders = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name).sort()

describe('the sentence to read aloud', () => {
  it('names the crew and the day when they are known', () => {
    const assigned = { ...facts, status: 'assigned', crewName: 'Illuminazione' } as const
    expect(readAloud(assigned).key).toBe('readAloud.assigned')
    expect(readAloud({ ...assigned, visitDay: asDay('2026-11-20') }).key).toBe('readAloud.assigned_late')
    expect(readAloud({ ...assigned, visitDay: asDay('2026-11-25') })).toEqual({
      key: 'readAloud.assigned_with_day',
      params: { number: 'SEGN-2026-000123', crew: 'Illuminazione', day: '2026-11-25' },
    })
  })

  it('says who owns it when it is not the office', () => {
    const theirs = { ...facts, bodyName: 'Provincia di Lucca', bodyIsOurs: false }
    expect(readAloud({ ...theirs, status: 'accepted' }).key).toBe('readAloud.accepted_body')
    expect(readAloud({ ...theirs, status: 'forwarded', forwardedOn: asDay('2026-11-21') }).params).toMatchObject({
      body: 'Provincia di Lucca',
      day: '2026-11-21',
    })
    expect(readAloud({ ...theirs, status: 'closed', outcome: 'not_competent' }).key).toBe(
      'readAloud.closed_not_competent_body',
    )
  })

  it('never claims that another body acted without naming it', () => {
    expect(readAloud({ ...facts, status: 'closed', outcome: 'handled_by_body' }).key).toBe(
      'readAloud.closed_not_competent',
    )
  })

  it('has all the words it needs, in both languages, for every ticket there can be', () => {
    const used = new Set<string>()
    const maybe = <T>(value: T): readonly (T | null)[] => [null, value]
    for (const status of TICKET_STATUSES)
      for (const outcome of [null, ...OUTCOMES])
        for (const waitingReason of [null, ...WAITING_REASONS])
          for (const crewName of maybe('Strade'))
            for (const visitDay of [null, asDay('2026-11-20'), asDay('2026-11-25')])
              for (const bodyName of maybe('ANAS'))
                for (const bodyIsOurs of [true, false]) {
                  const situation = { status, outcome, waitingReason, crewName, visitDay, bodyName, bodyIsOurs }
                  for (const forwardedOn of maybe(asDay('2026-11-21'))) {
                    const { key, params } = readAloud({ ...facts, ...situation, forwardedOn })
                    used.add(key)
                    for (const locale of locales) {
                      expect([key, ...placeholders(sentence(locale, key))]).toEqual([
                        key,
                        ...Object.keys(params).sort(),
                      ])
                    }
                  }
                }
    expect([...used].sort()).toEqual([...READ_ALOUD_KEYS].sort())
  })

  it('has no sentence that nothing reads', () => {
    const names = READ_ALOUD_KEYS.map((key) => key.replace('readAloud.', '')).sort()
    for (const locale of locales) expect(Object.keys(locale).sort()).toEqual(names)
  })
})
