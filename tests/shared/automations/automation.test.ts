import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Automation, type AutomationFacts, firingsOf, isSetOff } from '@shared/automations/automation'
import { automationClashes, coversAll } from '@shared/automations/automation-clash'
import type { CategoryId, CrewId, UserId } from '@shared/kernel/ids'
import { NO_ACTIONS } from '@shared/macros/actions'
import { PRIORITIES } from '@shared/tickets/vocabulary'

const rule = (over: Partial<Automation> = {}): Automation => ({
  id: 1,
  name: 'Regola',
  trigger: 'created',
  toStatuses: [],
  channels: [],
  categoryIds: [],
  districtIds: [],
  kinds: [],
  priorities: [],
  words: [],
  hours: 'any',
  senders: [],
  citizen: 'any',
  actions: NO_ACTIONS,
  notify: 'nobody',
  stops: false,
  active: true,
  ...over,
})
const FACTS: AutomationFacts = {
  channel: 'email',
  categoryIds: [5, 2],
  districtId: 9,
  kind: 'report',
  priority: 'normal',
  text: 'Lampione spento in via Roma\nÈ buio pesto da tre giorni',
  inOfficeHours: false,
  addresses: ['Bianca@Scuola.example'],
  isAnonymous: false,
}
const CREATED = { trigger: 'created', toStatus: null } as const
const pathOf = (id: number): readonly number[] => (id === 5 ? [5, 2] : [id])

const some = <T>(...values: T[]) => fc.uniqueArray(fc.constantFrom(...values), { maxLength: 2 })
const anyRule = fc
  .record({
    trigger: fc.constantFrom<Automation['trigger']>('created', 'status'),
    toStatuses: some('accepted' as const, 'done' as const),
    channels: some('email' as const, 'phone' as const),
    categoryIds: some(5, 2, 7),
    districtIds: some(9, 8),
    kinds: some('report' as const, 'complaint' as const),
    priorities: some(...PRIORITIES),
    words: some('lampion', 'lampione spento', 'buca'),
    hours: fc.constantFrom<Automation['hours']>('any', 'office', 'outside'),
    senders: some('@scuola.example', 'bianca@scuola.example', 'altri@example.org'),
    citizen: fc.constantFrom<Automation['citizen']>('any', 'known', 'anonymous'),
    stops: fc.boolean(),
    active: fc.boolean(),
    actions: fc.record({
      categoryId: fc.constantFrom(null, 5 as CategoryId, 7 as CategoryId),
      priority: fc.constantFrom(null, 'high' as const, 'low' as const),
      owner: fc.constantFrom(null, 3 as UserId),
      crew: fc.constantFrom(null, 'proposed' as const, 4 as CrewId),
      visitMinutes: fc.constantFrom(null, 45),
      note: fc.constantFrom('', 'nota'),
      answer: fc.constant(null),
      state: fc.constant(null),
    }),
  })
  .map((over) => rule(over))
const anyFacts: fc.Arbitrary<AutomationFacts> = fc.record({
  channel: fc.constantFrom('email' as const, 'phone' as const, 'counter' as const),
  categoryIds: fc.constantFrom([5, 2], [2], [7], []),
  districtId: fc.constantFrom(null, 9, 8),
  kind: fc.constantFrom('report' as const, 'complaint' as const),
  priority: fc.constantFrom(...PRIORITIES),
  text: fc.constantFrom('Lampione spento', 'lampioni', 'una buca', ''),
  inOfficeHours: fc.boolean(),
  addresses: fc.constantFrom(['bianca@scuola.example'], ['x@example.org'], []),
  isAnonymous: fc.boolean(),
})
const anyEvent = fc.constantFrom(
  CREATED,
  { trigger: 'status', toStatus: 'accepted' } as const,
  { trigger: 'status', toStatus: 'done' } as const,
)
const numbered = (rules: readonly Automation[]): Automation[] =>
  rules.map((one, index) => ({ ...one, id: index + 1, name: `Regola ${index + 1}` }))

describe('what sets a rule off', () => {
  it('finds words by their beginning and phrases in their order, accents or not', () => {
    for (const words of [['lampion'], ['è buio'], ['via roma'], ['niente', 'LAMPIONE spen']])
      expect(isSetOff(rule({ words }), CREATED, FACTS), words.join()).toBe(true)
    for (const words of [['ampione'], ['roma via'], ['spento lampione'], ['...']])
      expect(isSetOff(rule({ words }), CREATED, FACTS), words.join()).toBe(false)
  })

  it('knows a sender by the whole address or by the domain, and takes no part of one for it', () => {
    expect(isSetOff(rule({ senders: ['@scuola.example'] }), CREATED, FACTS)).toBe(true)
    expect(isSetOff(rule({ senders: ['bianca@scuola.EXAMPLE'] }), CREATED, FACTS)).toBe(true)
    expect(isSetOff(rule({ senders: ['scuola.example'] }), CREATED, FACTS)).toBe(false)
    expect(isSetOff(rule({ senders: ['ca@scuola.example'] }), CREATED, FACTS)).toBe(false)
  })

  it('asks a step for where it leads, and nothing else for it', () => {
    const done = rule({ trigger: 'status', toStatuses: ['done'] })
    expect(isSetOff(done, { trigger: 'status', toStatus: 'done' }, FACTS)).toBe(true)
    expect(isSetOff(done, { trigger: 'status', toStatus: 'accepted' }, FACTS)).toBe(false)
    expect(isSetOff({ ...done, trigger: 'created' }, CREATED, FACTS)).toBe(true)
  })
})

describe('several rules about one event', () => {
  it('lets the first decide, gives way by name, and adds what is in nobody’s way', () => {
    const first = rule({ id: 1, name: 'Prima', actions: { ...NO_ACTIONS, priority: 'high', note: 'a' } })
    const second = rule({
      id: 2,
      name: 'Seconda',
      actions: { ...NO_ACTIONS, priority: 'low', note: 'b', crew: 'proposed' },
    })
    const third = rule({ id: 3, actions: { ...NO_ACTIONS, crew: 4 as CrewId, visitMinutes: 30 } })
    expect(firingsOf([first, second, third], CREATED, FACTS)).toMatchObject([
      { steps: ['priority', 'note'], yielded: [] },
      { steps: ['crew', 'note'], yielded: [{ step: 'priority', to: 'Prima' }] },
      { steps: [], yielded: [{ step: 'visit', to: 'Seconda' }] },
    ])
    expect(firingsOf([{ ...first, stops: true }, second], CREATED, FACTS)).toHaveLength(1)
  })

  it('never decides one thing twice, keeps the order, asks only active ones and ends at the first that stops', () => {
    fc.assert(
      fc.property(fc.array(anyRule, { maxLength: 6 }), anyEvent, anyFacts, (some_, event, facts) => {
        const rules = numbered(some_)
        const firings = firingsOf(rules, event, facts)
        const ids = firings.map(({ rule: one }) => one.id)
        expect(ids).toEqual(ids.toSorted((a, b) => a - b))
        for (const { rule: one } of firings) {
          expect(one.active).toBe(true)
          expect(isSetOff(one, event, facts)).toBe(true)
        }
        for (const subject of [['category'], ['priority'], ['owner'], ['crew', 'visit']])
          expect(
            firings.filter(({ steps }) => steps.some((step) => subject.includes(step))).length,
          ).toBeLessThanOrEqual(1)
        const stopper = firings.findIndex(({ rule: one }) => one.stops)
        if (stopper >= 0) expect(stopper).toBe(firings.length - 1)
        // Whoever is not among them was not set off, or stands behind one that stopped.
        const last = stopper >= 0 ? (ids.at(-1) ?? 0) : Infinity
        const missing = rules.filter((one) => one.active && one.id < last && !ids.includes(one.id))
        for (const one of missing) expect(isSetOff(one, event, facts)).toBe(false)
      }),
      { numRuns: 500, seed: 20261126 },
    )
  })
})

describe('what is wrong between rules', () => {
  it('names the one that decides the same otherwise, and the one that never comes to its turn', () => {
    const a = rule({ id: 1, words: ['lampion'], actions: { ...NO_ACTIONS, priority: 'high' } })
    const b = rule({ id: 2, words: ['LAMPION'], actions: { ...NO_ACTIONS, priority: 'low' } })
    expect(automationClashes([a, b], pathOf)).toEqual([{ ruleId: 2, otherId: 1, kind: 'contradicts' }])
    expect(automationClashes([a, { ...b, active: false }], pathOf)).toEqual([])
    expect(automationClashes([a, { ...b, actions: { ...NO_ACTIONS, note: 'x' } }], pathOf)).toEqual([])
    const narrow = rule({ id: 3, words: ['lampione spento'], categoryIds: [5] })
    expect(automationClashes([{ ...a, stops: true }, narrow], pathOf)).toEqual([
      { ruleId: 3, otherId: 1, kind: 'never_reached' },
    ])
  })

  it('says that one covers another only where no event is left out', () => {
    fc.assert(
      fc.property(anyRule, anyRule, anyEvent, anyFacts, (whole, part, event, facts) => {
        if (coversAll(whole, part, pathOf) && isSetOff(part, event, facts))
          expect(isSetOff(whole, event, facts)).toBe(true)
      }),
      { numRuns: 4000, seed: 20261126 },
    )
  })

  it('never reaches a rule that it says is never reached', () => {
    fc.assert(
      fc.property(fc.array(anyRule, { minLength: 2, maxLength: 5 }), anyEvent, anyFacts, (some_, event, facts) => {
        const rules = numbered(some_)
        const never = automationClashes(rules, pathOf)
          .filter(({ kind }) => kind === 'never_reached')
          .map(({ ruleId }) => ruleId)
        for (const { rule: one } of firingsOf(rules, event, facts)) expect(never).not.toContain(one.id)
      }),
      { numRuns: 1500, seed: 20261126 },
    )
  })
})
