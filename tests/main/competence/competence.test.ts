import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Client } from '@shared/contract'
import type { RuleFields } from '@shared/contract/competence'
import type { BodyId, DistrictId, TicketId } from '@shared/kernel/ids'
import { asInstant } from '@shared/kernel/instant'
import { fillRegistry } from '@main/features/places/import-streets'
import { boxArea } from '../../support/box-area'
import { codeOf, openTestDesk, type TestDesk, valueOf } from '../../support/engine'

let desk: TestDesk
let anna: Client
let maria: Client
beforeEach(async () => {
  desk = await openTestDesk()
  anna = await desk.as('administrator')
  maria = await desk.as('mail')
})
afterEach(() => desk.close())

const fields = (over: Partial<RuleFields>): RuleFields => ({
  name: 'Fossi del Consorzio',
  bodyId: 1 as BodyId,
  categoryIds: [],
  roadKinds: [],
  roadNames: [],
  areas: [],
  hours: 'any',
  season: null,
  active: true,
  ...over,
})
const bodyId = async (name: string): Promise<BodyId> => {
  const found = valueOf(await maria.settings.catalog({})).bodies.find((body) => body.name === name)
  if (!found) throw new Error(`no body ${name}`)
  return found.id
}
const report = async (place: string, point: { lat: number; lon: number } | null = null): Promise<TicketId> =>
  valueOf(
    await maria.tickets.create({
      channel: 'phone',
      subject: 'Buca',
      place: {
        text: place,
        districtId: null,
        lat: point?.lat ?? null,
        lon: point?.lon ?? null,
        precision: point ? 'point' : 'none',
      },
    }),
  ).id
const of = async (ticketId: TicketId) => valueOf(await maria.competence.of({ ticketId }))

describe('whose a ticket is', () => {
  it('stands on it with the reason, from the day on which the store is made', async () => {
    const { decision } = await of(await report('SP 23 km 4+300'))
    expect(decision).toEqual({
      kind: 'decided',
      bodyId: await bodyId('Provincia di Lucca'),
      ruleId: expect.any(Number) as number,
      ruleName: 'Strade provinciali e regionali',
      because: [{ by: 'road', name: 'SP 23', roadKind: 'provincial' }],
    })
    expect((await of(await report('via Pesciatina 12, Lunata'))).decision).toMatchObject({
      because: [{ by: 'road', name: 'via Pesciatina', roadKind: 'municipal' }],
    })
    expect((await of(await report('via Romana 3'))).decision).toEqual({ kind: 'none' })
  })

  it('is asked near a border, and the answer is remembered for the street', async () => {
    const consortium = await bodyId('Consorzio 1 Toscana Nord')
    await desk.engine.current.store.write((db) =>
      db
        .insertInto('areas')
        .values({
          kind: 'competence',
          name: 'Rio Leccio',
          district_id: null,
          geometry: JSON.stringify({
            type: 'Polygon',
            coordinates: [
              [
                [10.55, 43.83],
                [10.56, 43.83],
                [10.56, 43.84],
                [10.55, 43.84],
                [10.55, 43.83],
              ],
            ],
          }),
        })
        .execute(),
    )
    valueOf(
      await anna.competence.create(fields({ bodyId: consortium, areas: [{ kind: 'competence', name: 'RIO LECCIO' }] })),
    )
    const near = await report('via del Rio 4', { lat: 43.835, lon: 10.5601 })
    const home = await bodyId('Comune di Capannori')
    expect((await of(near)).decision).toMatchObject({
      kind: 'doubtful',
      why: 'border',
      metres: 8,
      candidates: [{ bodyId: null }, { bodyId: consortium }],
    })
    // Either answer will do without a note: the desk asked.
    valueOf(await maria.competence.choose({ ticketId: near, bodyId: home }))
    expect((await of(near)).chosen).toMatchObject({ bodyId: home, by: 'Utente mail' })
    const next = await report('Via del Rio, 8', { lat: 43.835, lon: 10.5602 })
    expect((await of(next)).suggestion).toMatchObject({ bodyId: home, ticketId: near })
    expect(valueOf(await anna.competence.overrulings({})).rows).toEqual([])
  })

  it('is asked without a point only where the street or the district may lie in the area', async () => {
    const consortium = await bodyId('Consorzio 1 Toscana Nord')
    const square = (west: number): string => JSON.stringify(boxArea(west, 43.83, west + 0.01, 43.84))
    const [inside, outside] = valueOf(await maria.settings.catalog({})).districts
    if (!inside || !outside) throw new Error('no districts')
    const area = { kind: 'competence' as const, name: 'Rio Leccio' }
    valueOf(
      await desk.engine.current.store.write(async (db) => {
        await db.deleteFrom('areas').execute()
        for (const [kind, name, west] of [
          ['competence', area.name, 10.55],
          ['district', inside.name, 10.555],
          ['district', outside.name, 10.6],
        ] as const)
          await db
            .insertInto('areas')
            .values({ kind, name, district_id: null, geometry: square(west) })
            .execute()
      }),
    )
    const register = async (at: number, streets: Record<string, number>): Promise<void> => {
      const door = { code: '4', number: 4, exponent: '', label: '4', locality: '', note: null }
      const found = Object.entries(streets).map(([name, lon]) => ({
        code: name,
        name,
        locality: '',
        doors: [{ ...door, point: { lat: 43.835, lon } }],
      }))
      valueOf(
        await desk.engine.current.store.write((db) =>
          fillRegistry(db, { streets: found, rows: 2, skipped: [], noted: [] }, { file: 'vie.csv', at: asInstant(at) }),
        ),
      )
    }
    await register(1, { 'VIA DEL RIO': 10.5599, 'VIA LONTANA': 10.6 })
    valueOf(await anna.competence.create(fields({ bodyId: consortium, areas: [area] })))
    const decided = async (text: string, district?: { id: DistrictId }) => {
      const place = { text, districtId: district?.id ?? null, lat: null, lon: null, precision: 'street' as const }
      const { id } = valueOf(await maria.tickets.create({ channel: 'phone', subject: 'Buca', place }))
      return (await of(id)).decision
    }
    expect(await decided('davanti al bar')).toEqual({ kind: 'none' })
    expect(await decided('', outside)).toEqual({ kind: 'none' })
    expect(await decided('', inside)).toMatchObject({ kind: 'doubtful', why: 'no_point' })
    expect(await decided('Via del Rio 4')).toMatchObject({ kind: 'doubtful', why: 'no_point' })
    // A street says more than the district that it was put into.
    expect(await decided('via Lontana', inside)).toEqual({ kind: 'none' })
    await register(2, { 'VIA LONTANA': 10.5599, 'VIA DEL RIO': 10.6 })
    expect(await decided('Via del Rio 4')).toEqual({ kind: 'none' })
    expect(await decided('via Lontana', outside)).toMatchObject({ kind: 'doubtful', why: 'no_point' })
  })

  it('may be said otherwise by a person who says why, and the next ticket in that street tells of it', async () => {
    const home = await bodyId('Comune di Capannori')
    const first = await report('via Pesciatina 40')
    const refused = await maria.competence.choose({ ticketId: first, bodyId: home })
    expect(refused).toMatchObject({
      ok: false,
      error: { code: 'note_required', details: { rule: 'Strade provinciali e regionali' } },
    })
    expect((await of(first)).chosen).toBeNull()
    const note = 'Il marciapiede è nostro'
    valueOf(await maria.competence.choose({ ticketId: first, bodyId: home, note }))
    expect(valueOf(await maria.tickets.get({ id: first })).bodyId).toBe(home)
    const { entries } = valueOf(await maria.tickets.timeline({ id: first }))
    expect(entries.at(-1)).toMatchObject({ kind: 'fields', text: note, data: { to: 'Comune di Capannori' } })

    const second = await report('VIA PESCIATINA, 44')
    expect(await of(second)).toMatchObject({
      decision: { kind: 'decided' },
      chosen: null,
      suggestion: { bodyId: home, note, ticketId: first },
    })
    expect(valueOf(await anna.competence.overrulings({})).rows).toMatchObject([
      { bodyId: home, note, roadName: 'via Pesciatina', ruleName: 'Strade provinciali e regionali' },
    ])
  })
})

describe('the rules', () => {
  const rules = async () => valueOf(await anna.competence.rules({})).rules
  const names = async (): Promise<string[]> => (await rules()).map(({ name }) => name)

  it('are refused by the name of the one that they contradict, and one that asks for nothing too', async () => {
    const bodyOf = await bodyId('ANAS')
    const twin = fields({ name: 'Tutte le SS', bodyId: bodyOf, roadKinds: ['state'] })
    // The same body: needless, not wrong.
    const { id } = valueOf(await anna.competence.create(twin))
    expect((await rules()).at(-1)?.clash).toEqual({ kind: 'never_reached', name: 'Strade statali' })
    const province = await bodyId('Provincia di Lucca')
    expect(await anna.competence.edit({ id, base: { bodyId: bodyOf }, changes: { bodyId: province } })).toMatchObject({
      ok: false,
      error: { code: 'rules_contradict', details: { name: 'Strade statali' } },
    })
    // Switched off it may say what it will; switching it on is the same mistake.
    valueOf(
      await anna.competence.edit({
        id,
        base: { active: true, bodyId: bodyOf },
        changes: { active: false, bodyId: province },
      }),
    )
    expect(codeOf(await anna.competence.edit({ id, base: { active: false }, changes: { active: true } }))).toBe(
      'rules_contradict',
    )
    expect(codeOf(await anna.competence.create(fields({})))).toBe('rule_asks_nothing')
    expect(codeOf(await anna.competence.create(fields({ name: 'Strade statali', hours: 'office' })))).toBe('name_taken')
  })

  it('are asked in the order in which they stand, and moving one moves the answer', async () => {
    const home = await bodyId('Comune di Capannori')
    const { id } = valueOf(
      await anna.competence.create(fields({ name: 'Notte', bodyId: home, hours: 'office', roadNames: ['SP 23'] })),
    )
    const ticketId = await report('SP 23')
    // It asks for more than the rule on all provincial roads: behind that one it would never be asked.
    expect((await names())[0]).toBe('Notte')
    expect((await of(ticketId)).decision).toMatchObject({ ruleName: 'Notte', bodyId: home })
    valueOf(await anna.competence.move({ id, by: 1 }))
    expect((await of(ticketId)).decision).toMatchObject({ ruleName: 'Strade provinciali e regionali' })
    valueOf(await anna.competence.move({ id, by: -1 }))
    expect((await of(ticketId)).decision).toMatchObject({ ruleName: 'Notte', bodyId: home })
    valueOf(await anna.competence.move({ id, by: -1 }))
    expect((await names())[0]).toBe('Notte')
    valueOf(await anna.competence.remove({ id }))
    expect((await of(ticketId)).decision).toMatchObject({ ruleName: 'Strade provinciali e regionali' })
  })

  it('say which area of theirs the map does not have, and can be tried on a typed place', async () => {
    valueOf(await anna.competence.create(fields({ areas: [{ kind: 'competence', name: 'Padule' }] })))
    expect((await rules()).at(-1)?.missingAreas).toEqual(['Padule'])
    const trial = { lat: null, lon: null, categoryId: null }
    expect(valueOf(await anna.competence.trial({ text: 'A11', ...trial })).decision).toMatchObject({
      ruleName: 'Autostrada',
    })
    expect(codeOf(await maria.competence.create(fields({ hours: 'office' })))).toBe('forbidden')
  })

  it('that ship come back where they are missing, and only there', async () => {
    const [first] = await rules()
    if (!first) throw new Error('no rules')
    valueOf(await anna.competence.remove({ id: first.id }))
    expect(valueOf(await anna.competence.addShipped({}))).toEqual({ added: 1 })
    expect(valueOf(await anna.competence.addShipped({}))).toEqual({ added: 0 })
  })
})
