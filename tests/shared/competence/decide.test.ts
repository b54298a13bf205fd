import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type CompetenceFacts, type DrawnAreas, decide, drawn, marginOf } from '@shared/competence/decide'
import { roadOf } from '@shared/competence/road'
import { type CompetenceRule, areaKey, asksNothing } from '@shared/competence/rule'
import { type RuleClash, ruleClashes } from '@shared/competence/rule-clash'
import { nearestBorder, pointAway } from '@shared/places/border'
import { type Area, inArea, metresBetween } from '@shared/places/geo'

const PROVINCE = 2
const DRAINAGE = 3
const WATER = 4
const HOME = 1

const rule = (id: number, over: Partial<CompetenceRule>): CompetenceRule => ({
  id,
  name: `Regola ${id}`,
  bodyId: PROVINCE,
  active: true,
  categoryIds: [],
  roadKinds: [],
  roadNames: [],
  areas: [],
  hours: 'any',
  season: null,
  ...over,
})
const facts = (over: Partial<CompetenceFacts> = {}): CompetenceFacts => ({
  categoryIds: [],
  road: null,
  point: null,
  districtName: null,
  likelyAreas: null,
  margin: 30,
  inOfficeHours: true,
  day: '2026-11-23',
  ...over,
})
const square = (west: number, south: number, size: number): number[][] => [
  [west, south],
  [west + size, south],
  [west + size, south + size],
  [west, south + size],
  [west, south],
]
const map = (areas: Readonly<Record<string, Area>>): DrawnAreas =>
  new Map(Object.entries(areas).map(([name, area]) => [areaKey({ kind: 'competence', name }), drawn(area)]))
const inside = (...names: string[]) => names.map((name) => ({ kind: 'competence' as const, name }))
const bodiesOf = (decision: ReturnType<typeof decide>): (number | null)[] =>
  decision.kind === 'doubtful'
    ? decision.candidates.map(({ rule: one }) => one?.bodyId ?? null).toSorted((a, b) => (a ?? 0) - (b ?? 0))
    : decision.kind === 'decided'
      ? [decision.rule.bodyId]
      : [null]

describe('the road that a place names', () => {
  it.each([
    ['SP 23 km 4+300', 'provincial', 'sp 23'],
    ['Strada Provinciale 23', 'provincial', 'sp 23'],
    ['S.R. 439, Lammari', 'regional', 'sr 439'],
    ['SS12 dell’Abetone', 'state', 'ss 12'],
    ['A11 svincolo', 'motorway', 'a 11'],
    ['Via Pesciatina (SP 23)', 'provincial', 'sp 23'],
    ['Via Romana 12/A, Lunata', 'municipal', 'via romana'],
    ['Strada vicinale del Rio', 'vicinal', 'strada vicinale del rio'],
  ])('%s', (text, kind, key) => {
    expect(roadOf(text)).toMatchObject({ kind, key })
  })
  it('is none where a landmark is all that was said', () => {
    expect(roadOf('davanti alla scuola')).toBeNull()
    expect(roadOf('')).toBeNull()
  })
})

describe('who is competent', () => {
  const rules = [
    rule(1, { name: 'Strade provinciali', roadKinds: ['provincial'], roadNames: ['via Pesciatina'] }),
    rule(2, { name: 'Acquedotto', bodyId: WATER, categoryIds: [40] }),
    rule(3, { name: 'Fossi', bodyId: DRAINAGE, areas: inside('Rio Leccio') }),
  ]

  it('is said by the first rule that holds, with what made it hold', () => {
    const decision = decide(rules, facts({ road: roadOf('SP 23'), categoryIds: [41, 40] }), map({}))
    expect(decision).toMatchObject({ kind: 'decided', rule: { id: 1 }, because: [{ by: 'road' }] })
    const turned = decide(rules.toReversed(), facts({ road: roadOf('SP 23'), categoryIds: [41, 40] }), map({}))
    expect(turned).toMatchObject({ kind: 'decided', rule: { id: 2 }, because: [{ by: 'category' }] })
  })
  it('knows a road by its name however it is written, and nobody where no rule holds', () => {
    expect(decide(rules, facts({ road: roadOf('VIA PESCIATINA 4') }), map({}))).toMatchObject({ rule: { id: 1 } })
    expect(decide(rules, facts({ road: roadOf('via Romana 4') }), map({}))).toEqual({ kind: 'none' })
  })
  it('asks office hours and season of the moment when the report came', () => {
    const night = [rule(1, { hours: 'outside', season: { from: '11-01', to: '03-31' } })]
    expect(decide(night, facts({ inOfficeHours: false }), map({})).kind).toBe('decided')
    expect(decide(night, facts({ inOfficeHours: true }), map({})).kind).toBe('none')
    expect(decide(night, facts({ inOfficeHours: false, day: '2026-07-01' }), map({})).kind).toBe('none')
  })
  it('leaves out what is switched off, and a rule whose area is gone', () => {
    expect(
      decide([rule(1, { active: false, roadKinds: ['state'] })], facts({ road: roadOf('SS 12') }), map({})).kind,
    ).toBe('none')
    expect(
      decide([rule(1, { areas: inside('Non c’è') })], facts({ point: { lat: 43.85, lon: 10.55 } }), map({})).kind,
    ).toBe('none')
  })
  it('asks where no point says whether an area holds, and takes a named district for its area', () => {
    const areas = map({ 'Rio Leccio': { type: 'Polygon', coordinates: [square(10.5, 43.8, 0.1)] } })
    const may = { likelyAreas: new Set(['competence:rio leccio']) }
    expect(decide(rules, facts(may), areas)).toMatchObject({ kind: 'doubtful', why: 'no_point', metres: null })
    // Nothing speaks for it, or the words speak against it: an area alone asks nobody.
    expect(decide(rules, facts(), areas)).toEqual({ kind: 'none' })
    expect(decide(rules, facts({ likelyAreas: new Set() }), areas)).toEqual({ kind: 'none' })
    // An area's rule for other categories is no question.
    const ofDitches = [rule(1, { categoryIds: [50], areas: inside('Rio Leccio') })]
    expect(decide(ofDitches, facts({ categoryIds: [40] }), areas)).toEqual({ kind: 'none' })
    expect(decide(ofDitches, facts({ categoryIds: [51, 50] }), areas).kind).toBe('doubtful')
    expect(decide(ofDitches, facts({ categoryIds: [50], likelyAreas: new Set() }), areas).kind).toBe('none')
    // What an earlier rule decides anyway is no question.
    expect(decide(rules, facts({ categoryIds: [40] }), areas)).toMatchObject({ kind: 'decided', rule: { id: 2 } })
    const byDistrict = [rule(1, { areas: [{ kind: 'district', name: 'Marlia' }] })]
    const marlia = new Map([['district:marlia', drawn({ type: 'Polygon', coordinates: [square(10.5, 43.8, 0.1)] })]])
    expect(decide(byDistrict, facts({ districtName: 'MARLIA' }), marlia).kind).toBe('decided')
    expect(decide(byDistrict, facts({ districtName: 'Guamo' }), marlia).kind).toBe('none')
  })
})

describe('near a border', () => {
  const [west, south, size] = [10.5, 43.8, 0.05]
  const halves = map({
    Ovest: { type: 'Polygon', coordinates: [square(west, south, size)] },
    Est: { type: 'Polygon', coordinates: [square(west + size, south, size)] },
  })
  const rules = [
    rule(1, { bodyId: PROVINCE, areas: inside('Ovest') }),
    rule(2, { bodyId: DRAINAGE, areas: inside('Est') }),
  ]
  const middle = { lat: south + size / 2, lon: west + size }

  it('that two areas share, the desk asks which of the two, and names no third', () => {
    const decision = decide(rules, facts({ point: pointAway(middle, 8, 180) }), halves)
    expect(decision).toMatchObject({ kind: 'doubtful', why: 'border' })
    expect(decision.kind === 'doubtful' && Math.round(decision.metres ?? 0)).toBe(8)
    expect(bodiesOf(decision)).toEqual([PROVINCE, DRAINAGE])
  })
  it('beyond which the same body is competent, nobody is asked', () => {
    const same = rules.map((one) => ({ ...one, bodyId: PROVINCE }))
    expect(decide(same, facts({ point: pointAway(middle, 2, 180) }), halves).kind).toBe('decided')
  })
  it('that an earlier rule makes meaningless, nobody is asked', () => {
    const first = [rule(9, { bodyId: WATER, categoryIds: [7] }), ...rules]
    expect(decide(first, facts({ categoryIds: [7], point: middle }), halves)).toMatchObject({ rule: { id: 9 } })
  })
  it('of a hole in an area it asks too, and inside the hole nobody but the office is competent', () => {
    const ring: Area = {
      type: 'Polygon',
      coordinates: [square(west, south, size), square(west + 0.02, south + 0.02, 0.01)],
    }
    const areas = map({ Ovest: ring })
    const only = [rule(1, { areas: inside('Ovest') })]
    const centre = { lat: south + 0.025, lon: west + 0.025 }
    expect(decide(only, facts({ point: centre }), areas).kind).toBe('none')
    const edge = decide(only, facts({ point: pointAway({ lat: south + 0.025, lon: west + 0.02 }, 5, 0) }), areas)
    expect(bodiesOf(edge)).toEqual([null, PROVINCE])
    expect(decide(only, facts({ point: { lat: south + 0.01, lon: west + 0.01 } }), areas).kind).toBe('decided')
  })

  it('asks exactly within the margin of a straight border, however the point lies to it', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 119 }),
        fc.boolean(),
        fc.double({ min: 0.2, max: 0.8, noNaN: true }),
        (metres, isEast, up) => {
          fc.pre(metres !== 60)
          const border = { lat: south + size * up, lon: west + size }
          const point = pointAway(border, metres, isEast ? 0 : 180)
          const decision = decide(rules, facts({ point, margin: 60 }), halves)
          if (metres < 60) expect(bodiesOf(decision)).toEqual([PROVINCE, DRAINAGE])
          else expect(decision).toMatchObject({ kind: 'decided', rule: { bodyId: isEast ? DRAINAGE : PROVINCE } })
        },
      ),
      { numRuns: 200 },
    )
  })

  it('agrees with a plain look at the area wherever no border is near, in a shape of thousands of points with a hole', () => {
    const centre = { lat: 43.85, lon: 10.57 }
    const star = (count: number, inner: number, outer: number): number[][] => {
      const ring = Array.from({ length: count }, (_, index) => {
        const away = pointAway(centre, index % 2 === 0 ? outer : inner, (index * 360) / count)
        return [away.lon, away.lat]
      })
      return [...ring, ring[0] ?? []]
    }
    const area: Area = { type: 'Polygon', coordinates: [star(4000, 2500, 3000), star(400, 700, 900)] }
    const areas = map({ Ovest: area })
    const only = [rule(1, { areas: inside('Ovest') })]
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4000 }), fc.integer({ min: 0, max: 359 }), (metres, bearing) => {
        const point = pointAway(centre, metres, bearing)
        const decision = decide(only, facts({ point, margin: 25 }), areas)
        const near = nearestBorder(point, area)
        if (near === null || near.metres > 25) expect(decision.kind === 'decided').toBe(inArea(point, area))
        else expect(['doubtful', 'decided', 'none']).toContain(decision.kind)
        // Whatever is asked about, the one that holds at the point itself is among the answers.
        expect(bodiesOf(decision)).toContain(inArea(point, area) ? PROVINCE : null)
      }),
      { numRuns: 150 },
    )
  })

  it('is measured as the globe has it, to half a percent', () => {
    fc.assert(
      fc.property(fc.integer({ min: 5, max: 3000 }), fc.integer({ min: 0, max: 359 }), (metres, bearing) => {
        const from = { lat: 43.85, lon: 10.57 }
        expect(metresBetween(from, pointAway(from, metres, bearing)) / metres).toBeCloseTo(1, 2)
      }),
    )
  })
  it('counts from farther off where the place is known by its street alone', () => {
    expect([marginOf('point', 30), marginOf('address', 30), marginOf('street', 30), marginOf('street', 300)]).toEqual([
      30, 30, 150, 300,
    ])
  })
})

describe('rules that are at odds', () => {
  const pathOf = (id: number): number[] => (id === 41 ? [41, 40] : [id])
  const clashes = (...rules: CompetenceRule[]): RuleClash[] => ruleClashes(rules, pathOf)

  it('with the same conditions and another body contradict each other, however they are written', () => {
    const one = rule(1, { roadNames: ['SP 23'], categoryIds: [40] })
    const other = rule(2, { roadNames: ['Strada provinciale 23'], categoryIds: [40], bodyId: HOME })
    expect(clashes(one, other)).toEqual([{ ruleId: 2, otherId: 1, kind: 'contradicts' }])
    expect(clashes(one, { ...other, active: false })).toEqual([])
    expect(clashes(one, { ...other, season: { from: '01-01', to: '06-30' } })).toEqual([
      { ruleId: 2, otherId: 1, kind: 'never_reached' },
    ])
  })
  it('never get to speak below one that takes all of theirs', () => {
    const wide = rule(1, { roadKinds: ['provincial'], categoryIds: [40] })
    const narrow = rule(2, { roadNames: ['SP 23'], categoryIds: [41], bodyId: HOME, hours: 'office' })
    expect(clashes(wide, narrow)).toEqual([{ ruleId: 2, otherId: 1, kind: 'never_reached' }])
    expect(clashes(narrow, wide)).toEqual([])
  })

  const anyRule = fc.record({
    categoryIds: fc.uniqueArray(fc.constantFrom(40, 41, 7), { maxLength: 2 }),
    roadKinds: fc.uniqueArray(fc.constantFrom('provincial' as const, 'municipal' as const), { maxLength: 2 }),
    roadNames: fc.uniqueArray(fc.constantFrom('SP 23', 'via Romana'), { maxLength: 2 }),
    areas: fc.constantFrom([], inside('Ovest')),
    hours: fc.constantFrom('any' as const, 'office' as const, 'outside' as const),
    season: fc.constantFrom(
      null,
      { from: '11-01', to: '02-28' },
      { from: '01-01', to: '01-31' },
      { from: '03-01', to: '10-31' },
    ),
    bodyId: fc.constantFrom(HOME, PROVINCE, WATER),
    active: fc.boolean(),
  })
  const anyFacts = fc.record({
    categoryIds: fc.constantFrom([], [40], [41, 40], [7]),
    road: fc.constantFrom(null, roadOf('SP 23'), roadOf('SP 24'), roadOf('via Romana'), roadOf('via Nuova')),
    point: fc.constantFrom({ lat: 43.82, lon: 10.52 }, { lat: 43.9, lon: 10.6 }),
    inOfficeHours: fc.boolean(),
    day: fc.constantFrom('2026-11-23', '2026-01-10', '2026-02-10', '2026-07-01'),
  })
  const areas = map({ Ovest: { type: 'Polygon', coordinates: [square(10.5, 43.8, 0.05)] } })

  it('called never reached decide no ticket: taking them away changes nothing', () => {
    fc.assert(
      fc.property(fc.array(anyRule, { maxLength: 6 }), anyFacts, (list, some) => {
        const rules = list.map((one, index) => rule(index + 1, one))
        const dead = new Set(ruleClashes(rules, pathOf).map(({ ruleId }) => ruleId))
        const with_ = decide(rules, facts(some), areas)
        const without = decide(
          rules.filter(({ id }) => !dead.has(id)),
          facts(some),
          areas,
        )
        expect(with_).toEqual(without)
      }),
      { numRuns: 500 },
    )
  })
  it('do not arise from one rule alone, and one that asks for nothing is known', () => {
    fc.assert(
      fc.property(anyRule, (one) => {
        expect(clashes(rule(1, one))).toEqual([])
      }),
    )
    expect(asksNothing(rule(1, {}))).toBe(true)
    expect(asksNothing(rule(1, { hours: 'office' }))).toBe(false)
  })
})
