import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Client } from '@shared/contract'
import type { AnswerFields } from '@shared/contract/answers'
import { unknownPlaceholders } from '@shared/answers/placeholders'
import { codeOf, openTestDesk, type TestDesk, valueOf } from '../../support/engine'

let desk: TestDesk
let anna: Client
let bruno: Client
let maria: Client
beforeEach(async () => {
  desk = await openTestDesk()
  anna = await desk.as('administrator')
  bruno = await desk.as('administrator')
  maria = await desk.as('mail')
})
afterEach(() => desk.close())

const fields = (over: Partial<AnswerFields> = {}): AnswerFields => ({
  name: 'Ponte chiuso',
  text: 'Gentile {nome}, il ponte in {indirizzo} è chiuso.',
  categoryIds: [],
  statuses: ['accepted'],
  outcomes: [],
  season: null,
  active: true,
  ...over,
})
const all = async (client = maria) => valueOf(await client.answers.list({})).answers

describe('the ready answers of a new store', () => {
  it('are there, name categories that exist, and hold no word in braces that means nothing', async () => {
    const answers = await all()
    expect(answers.length).toBeGreaterThanOrEqual(15)
    const { categories } = valueOf(await maria.settings.catalog({}))
    const lamp = answers.find(({ name }) => name === 'Lampione spento')
    expect(lamp?.categoryIds.map((id) => categories.find((one) => one.id === id)?.name)).toEqual(['Illuminazione'])
    expect(answers.flatMap(({ text }) => unknownPlaceholders(text))).toEqual([])
  })

  it('are added again only where they are missing', async () => {
    const [first] = await all()
    if (!first) throw new Error('no answers')
    valueOf(await anna.answers.remove({ id: first.id }))
    expect(valueOf(await anna.answers.addShipped({}))).toEqual({ added: 1 })
    expect(valueOf(await anna.answers.addShipped({}))).toEqual({ added: 0 })
    expect((await all()).at(-1)?.name).toBe(first.name)
  })
})

describe('whoever writes ready answers', () => {
  it('is told by its name which word in braces means nothing', async () => {
    const refused = await anna.answers.create(fields({ text: 'Gentile {cognome}' }))
    expect(refused).toMatchObject({
      ok: false,
      error: { code: 'unknown_placeholder', field: 'text', details: { name: 'cognome' } },
    })
    const { id } = valueOf(await anna.answers.create(fields()))
    expect(codeOf(await anna.answers.edit({ id, base: { text: fields().text }, changes: { text: '{boh}' } }))).toBe(
      'unknown_placeholder',
    )
    expect(codeOf(await anna.answers.create(fields()))).toBe('name_taken')
  })

  it('keeps what another desk wrote in another field, and is asked about the same one', async () => {
    const { id } = valueOf(await anna.answers.create(fields()))
    valueOf(await anna.answers.edit({ id, base: { name: 'Ponte chiuso' }, changes: { name: 'Ponte' } }))
    const season = { from: '11-15', to: '03-15' }
    valueOf(await bruno.answers.edit({ id, base: { season: null }, changes: { season } }))
    expect((await all()).find((one) => one.id === id)).toMatchObject({ name: 'Ponte', season })
    const late = await bruno.answers.edit({ id, base: { name: 'Ponte chiuso' }, changes: { name: 'Passerella' } })
    expect(late).toMatchObject({ ok: false, error: { code: 'conflict', field: 'name', current: { name: 'Ponte' } } })
  })

  it('moves one by one place, and no further than the end', async () => {
    const before = (await all()).map(({ name }) => name)
    const [, second] = await all()
    if (!second) throw new Error('no answers')
    valueOf(await anna.answers.move({ id: second.id, by: -1 }))
    valueOf(await anna.answers.move({ id: second.id, by: -1 }))
    const after = (await all()).map(({ name }) => name)
    expect(after.slice(0, 2)).toEqual([before[1], before[0]])
    expect(after.slice(2)).toEqual(before.slice(2))
  })

  it('may be the manager who answers officially; who only answers reads them', async () => {
    expect(codeOf(await maria.answers.create(fields()))).toBe('forbidden')
    const giorgio = await desk.as('manager')
    expect((await giorgio.answers.create(fields({ name: 'Del responsabile' }))).ok).toBe(true)
    expect(codeOf(await anna.answers.create(fields({ season: { from: '02-30', to: '03-01' } })))).toBe('invalid_input')
  })
})
