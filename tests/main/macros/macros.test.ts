import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Client } from '@shared/contract'
import type { MacroFields } from '@shared/contract/macros'
import type { AnswerId, CategoryId, CrewId, MacroId, TicketId } from '@shared/kernel/ids'
import { MINUTE_MS, asInstant } from '@shared/kernel/instant'
import { NO_ACTIONS } from '@shared/macros/actions'
import { MONDAY_MORNING, type TestDesk, codeOf, openTestDesk, valueOf } from '../../support/engine'
import { quietMailbox } from '../../support/mailbox-fields'

let desk: TestDesk
let giorgio: Client

beforeEach(async () => {
  desk = await openTestDesk({ host: 'cli' })
  giorgio = await desk.as('manager')
})
afterEach(() => desk.close())

const macroOf = async (
  name: string,
  actions: Partial<MacroFields['actions']>,
  rest: Partial<MacroFields> = {},
): Promise<MacroId> =>
  valueOf(
    await giorgio.macros.create({
      name,
      categoryIds: [],
      statuses: [],
      channels: [],
      kinds: [],
      thenNext: false,
      active: true,
      ...rest,
      actions: { ...NO_ACTIONS, ...actions },
    }),
  ).id
const report = async (subject: string): Promise<TicketId> =>
  valueOf(await giorgio.tickets.create({ channel: 'phone', subject })).id
const reportOf = async (email: string): Promise<TicketId> =>
  valueOf(
    await giorgio.tickets.create({
      channel: 'counter',
      subject: 'Buca',
      reporter: {
        kind: 'new',
        contact: { name: 'Bianca Neri', address: '', notes: '', identifiers: [{ kind: 'email', value: email }] },
      },
    }),
  ).id
const get = async (id: TicketId) => valueOf(await giorgio.tickets.get({ id }))
const timelineOf = async (id: TicketId) => valueOf(await giorgio.tickets.timeline({ id })).entries
const crewOf = async (
  name: string,
  weekdays = [1, 2, 3, 4, 5],
  over: { readonly skills?: CategoryId[]; readonly capacityVisits?: number } = {},
): Promise<CrewId> =>
  valueOf(
    await giorgio.crews.create({
      name,
      color: '#0066cc',
      vehicle: '',
      capacityVisits: 8,
      capacityMinutes: 420,
      active: true,
      members: [],
      ...{ skills: [], districts: [], weekdays, absences: [] },
      ...over,
    }),
  ).id
const withMailbox = async (): Promise<void> => {
  const admin = await desk.as('administrator')
  valueOf(await admin.mail.createMailbox({ ...quietMailbox('ufficio@esempio.invalid'), password: 'segreta' }))
}
const firstCategory = async (): Promise<CategoryId> =>
  (valueOf(await giorgio.settings.catalog({})).categories[0]?.id ?? 0) as CategoryId
/** What of a ticket a macro may change. */
const told = async (id: TicketId) => {
  const { status, crewId, categoryId, priority, ownerId, dueAt, outcome, plannedVisits, officialAnswerAt } =
    await get(id)
  return { status, crewId, categoryId, priority, ownerId, dueAt, outcome, plannedVisits, officialAnswerAt }
}

describe('several steps as one', () => {
  it('says before what it changes step by step, does all of it in one write, and takes all of it back', async () => {
    await crewOf('Verdi')
    const id = await report('Buca in via Roma')
    const categoryId = await firstCategory()
    const macro = await macroOf('Buca pericolosa', {
      categoryId,
      priority: 'urgent',
      owner: 'me',
      crew: 'proposed',
      visitMinutes: 30,
      note: 'Transennare prima di sera',
    })
    const before = await told(id)
    const look = valueOf(await giorgio.macros.preview({ id: macro, ticketIds: [id] }))
    expect(look.fit).toEqual([id])
    expect(look.sample[0]?.steps).toMatchObject([
      { step: 'category', verdict: 'fit', from: '' },
      { step: 'priority', from: 'normal', to: 'urgent' },
      { step: 'owner', to: 'Utente manager' },
      { step: 'visit', to: 'Verdi', day: '2026-11-24' },
      { step: 'note', to: 'Transennare prima di sera' },
    ])
    expect(await told(id)).toEqual(before)

    const { steps, left } = valueOf(await giorgio.macros.run({ id: macro, ticketIds: [id] }))
    expect(left).toEqual([])
    expect(await told(id)).toMatchObject({
      status: 'assigned',
      categoryId,
      priority: 'urgent',
      plannedVisits: [{ day: '2026-11-24' }],
    })
    expect((await timelineOf(id)).at(-1)).toMatchObject({ kind: 'macro', data: { macro: 'Buca pericolosa' } })

    expect(valueOf(await giorgio.macros.undo({ steps }))).toEqual({ undone: 1, left: [] })
    expect(await told(id)).toEqual(before)
    const entries = await timelineOf(id)
    expect(entries.at(-1)).toMatchObject({ kind: 'macro', data: { undone: true } })
    // Nobody removes entries: the note stays.
    expect(entries.some(({ kind }) => kind === 'note')).toBe(true)
  })

  it('sends crews as a plan for several does: while there is room, to their own work, not to what is finished', async () => {
    const { categories } = valueOf(await giorgio.settings.catalog({}))
    const [own, other] = categories.filter(({ parentId }) => parentId === null).map(({ id }) => id) as CategoryId[]
    const crewId = await crewOf('Verdi', [1, 2, 3, 4, 5], { skills: [own as CategoryId], capacityVisits: 1 })
    const ofKind = async (subject: string, categoryId: CategoryId | undefined): Promise<TicketId> => {
      const id = await report(subject)
      valueOf(
        await giorgio.tickets.edit({ id, base: { categoryId: null }, changes: { categoryId: categoryId ?? null } }),
      )
      return id
    }
    // Five days of the coming week with room for one visit each.
    const wanted = []
    for (let at = 0; at < 6; at += 1) wanted.push(await ofKind(`Siepe ${at}`, own))
    const foreign = await ofKind('Lampione', other)
    const finished = await ofKind('Siepe tagliata', own)
    valueOf(await giorgio.tickets.assign({ id: finished, base: null, crewId, note: '' }))
    valueOf(await giorgio.tickets.changeStatus({ id: finished, base: 'assigned', to: 'done' }))
    const macro = await macroOf('Programma', { crew: 'proposed', visitMinutes: 30 })
    const ids = [finished, foreign, ...wanted]
    const expected = [
      { id: finished, code: 'illegal_transition', step: 'visit' },
      { id: foreign, code: 'no_crew_fits', step: 'visit' },
      { id: wanted[5], code: 'no_crew_fits', step: 'visit' },
    ]
    expect(valueOf(await giorgio.macros.preview({ id: macro, ticketIds: ids }))).toMatchObject({
      fit: wanted.slice(0, 5),
      left: expected,
    })
    const ran = valueOf(await giorgio.macros.run({ id: macro, ticketIds: ids }))
    expect(ran.left).toEqual(expected.map((one) => expect.objectContaining(one) as unknown))
    expect(ran.steps.map(({ id }) => id)).toEqual(wanted.slice(0, 5))
  })

  it('does nothing by halves: what one step forbids is left whole and named, the others are done', async () => {
    const [fresh, closed] = [await report('Lampione'), await report('Chiusa')]
    valueOf(await giorgio.tickets.changeStatus({ id: closed, base: 'new', to: 'closed', outcome: 'resolved' }))
    const macro = await macroOf('Urgente e presa', { priority: 'urgent', state: { kind: 'status', to: 'accepted' } })
    const ids = [closed, fresh]
    const expected = [{ id: closed, code: 'ticket_closed', step: 'state' }]
    expect(valueOf(await giorgio.macros.preview({ id: macro, ticketIds: ids }))).toMatchObject({
      fit: [fresh],
      left: expected,
    })
    const ran = valueOf(await giorgio.macros.run({ id: macro, ticketIds: ids }))
    expect(ran).toMatchObject({ steps: [{ id: fresh }], left: expected })
    expect((await get(closed)).priority).toBe('normal')
    expect(await timelineOf(closed)).toHaveLength(2)
    // Done once, nothing of it is left to do.
    expect(valueOf(await giorgio.macros.run({ id: macro, ticketIds: [fresh] }))).toMatchObject({ steps: [], same: 1 })
  })

  it('sends the ready answer filled in, closes, and takes both back while the mail is held', async () => {
    await withMailbox()
    const id = await reportOf('bianca@esempio.invalid')
    const answer = valueOf(
      await giorgio.answers.create({
        name: 'Chiusura prova',
        text: 'Gentile {nome}, la {numero} è {stato} ({esito}). {operatore}',
        categoryIds: [],
        statuses: [],
        outcomes: [],
        season: null,
        active: true,
      }),
    ).id
    const macro = await macroOf('Chiudi con risposta', {
      answer: { answerId: answer, official: true, send: true },
      state: { kind: 'close', outcome: 'resolved' },
    })
    const { number } = await get(id)
    const text = `Gentile Bianca Neri, la ${number} è chiusa (risolta). Utente manager`
    const look = valueOf(await giorgio.macros.preview({ id: macro, ticketIds: [id] }))
    expect(look.answer).toEqual({ to: ['bianca@esempio.invalid'], text, official: true, send: true })

    const before = await told(id)
    const { steps } = valueOf(await giorgio.macros.run({ id: macro, ticketIds: [id], seenEntryId: 0 }))
    expect(await told(id)).toMatchObject({ status: 'closed', outcome: 'resolved' })
    expect((await get(id)).officialAnswerAt).not.toBeNull()
    const message = (await timelineOf(id)).find((entry) => entry.message !== null)?.message
    expect(message).toMatchObject({ text, state: 'held', purpose: 'official' })

    valueOf(await giorgio.macros.undo({ steps }))
    expect(await told(id)).toEqual(before)
    expect((await timelineOf(id)).find((entry) => entry.message !== null)?.message?.state).toBe('withdrawn')
  })

  it('leaves whom nobody can write to, and an answer that lacks a word, as they are', async () => {
    await withMailbox()
    const [mute, known] = [await report('Anonima'), await reportOf('bianca@esempio.invalid')]
    const answer = valueOf(
      await giorgio.answers.create({
        name: 'Con il giorno',
        text: 'Veniamo {giorno_previsto}',
        categoryIds: [],
        statuses: [],
        outcomes: [],
        season: null,
        active: true,
      }),
    ).id
    const send = { answerId: answer, official: false, send: true }
    const macro = await macroOf('Avvisa del giorno', { priority: 'high', answer: send })
    const left = [
      { id: mute, code: 'no_recipient', step: 'answer' },
      { id: known, code: 'answer_incomplete', step: 'answer' },
    ]
    const ticketIds = [mute, known]
    expect(valueOf(await giorgio.macros.preview({ id: macro, ticketIds }))).toMatchObject({ fit: [], left })
    expect(valueOf(await giorgio.macros.run({ id: macro, ticketIds }))).toMatchObject({ steps: [], left })
    expect((await get(known)).priority).toBe('normal')

    // With a planned visit in the same macro the day is known.
    await crewOf('Verdi')
    const planned = await macroOf('Programma e avvisa', { crew: 'proposed', visitMinutes: 30, answer: send })
    expect(valueOf(await giorgio.macros.preview({ id: planned, ticketIds: [known] })).answer?.text).toBe(
      'Veniamo martedì 24 novembre',
    )
    valueOf(await giorgio.macros.run({ id: planned, ticketIds: [known] }))
    expect((await timelineOf(known)).find((entry) => entry.message !== null)?.message?.text).toBe(
      'Veniamo martedì 24 novembre',
    )
  })

  it('puts a draft before what was begun, and takes only its own part back', async () => {
    const id = await reportOf('bianca@esempio.invalid')
    const answerId = (valueOf(await giorgio.answers.list({})).answers[0]?.id ?? 0) as AnswerId
    valueOf(await giorgio.messages.saveDraft({ ticketId: id, face: 'reply', text: 'Avevo iniziato', data: {} }))
    const macro = await macroOf('Prepara', { answer: { answerId, official: false, send: false } })
    const { steps } = valueOf(await giorgio.macros.run({ id: macro, ticketIds: [id] }))
    const draft = async () => valueOf(await giorgio.messages.draft({ ticketId: id, face: 'reply' })).text
    expect(await draft()).toMatch(/^Gentile Bianca Neri,[^]+\n\nAvevo iniziato$/)
    // The composer that shows it adds for whom it is, and saves it.
    desk.at(asInstant(MONDAY_MORNING + 20_000))
    const shown = {
      ticketId: id,
      face: 'reply' as const,
      text: await draft(),
      data: { to: ['bianca@esempio.invalid'] },
    }
    valueOf(await giorgio.messages.saveDraft(shown))
    valueOf(await giorgio.macros.undo({ steps }))
    expect(await draft()).toBe('Avevo iniziato')

    // Words of the person's own within it are nobody's to take.
    const again = valueOf(await giorgio.macros.run({ id: macro, ticketIds: [id] })).steps
    const written = `Cara Bianca, ${await draft()}`
    valueOf(await giorgio.messages.saveDraft({ ...shown, text: written }))
    valueOf(await giorgio.macros.undo({ steps: again }))
    expect(await draft()).toBe(written)
  })

  it('takes nothing back that somebody worked on since, or after its minute', async () => {
    const [first, second] = [await report('Buca'), await report('Lampione')]
    const macro = await macroOf('Presa', { priority: 'high', state: { kind: 'status', to: 'accepted' } })
    const { steps } = valueOf(await giorgio.macros.run({ id: macro, ticketIds: [first, second] }))
    valueOf(await giorgio.tickets.edit({ id: first, base: { priority: 'high' }, changes: { priority: 'low' } }))
    expect(valueOf(await giorgio.macros.undo({ steps }))).toMatchObject({
      undone: 1,
      left: [{ id: first, code: 'undo_expired' }],
    })
    expect((await get(first)).status).toBe('accepted')
    const again = valueOf(await giorgio.macros.run({ id: macro, ticketIds: [second] }))
    desk.at(asInstant(MONDAY_MORNING + 2 * MINUTE_MS))
    expect(valueOf(await giorgio.macros.undo({ steps: again.steps }))).toMatchObject({ undone: 0 })
  })

  it('is for those only who may do each of its steps, and for the tickets that it is meant for', async () => {
    const id = await report('Buca')
    const closing = await macroOf('Chiudi', { state: { kind: 'close', outcome: 'not_found' } })
    const noting = await macroOf('Annota', { note: 'Visto' }, { statuses: ['closed'] })
    const maria = await desk.as('counter')
    expect(codeOf(await maria.macros.run({ id: closing, ticketIds: [id] }))).toBe('forbidden')
    expect(codeOf(await maria.macros.run({ id: noting, ticketIds: [id, await report('Altra')] }))).toBe('forbidden')
    expect(valueOf(await maria.macros.run({ id: noting, ticketIds: [id] }))).toMatchObject({
      steps: [],
      left: [{ code: 'macro_unfit', step: null }],
    })
    expect(codeOf(await maria.macros.remove({ id: noting }))).toBe('forbidden')
  })
})

describe('putting macros together', () => {
  it('refuses by name what does nothing, contradicts itself, is there already or names what is gone', async () => {
    const crew = await crewOf('Verdi')
    const fields = (actions: Partial<MacroFields['actions']>, name = 'Prova'): MacroFields => ({
      name,
      categoryIds: [],
      statuses: [],
      channels: [],
      kinds: [],
      thenNext: false,
      active: true,
      actions: { ...NO_ACTIONS, ...actions },
    })
    expect(codeOf(await giorgio.macros.create(fields({})))).toBe('steps_missing')
    expect(codeOf(await giorgio.macros.create(fields({ crew, state: { kind: 'status', to: 'accepted' } })))).toBe(
      'steps_clash',
    )
    expect(codeOf(await giorgio.macros.create(fields({ crew: 999 as CrewId })))).toBe('steps_broken')
    const id = valueOf(await giorgio.macros.create(fields({ crew }))).id
    expect(codeOf(await giorgio.macros.create(fields({ note: 'x' })))).toBe('name_taken')

    // A crew that is put aside later: the macro says so, and is not run.
    const { crews } = valueOf(await giorgio.crews.list({}))
    expect(crews).toHaveLength(1)
    valueOf(await giorgio.crews.edit({ id: crew, base: { active: true }, changes: { active: false } }))
    const broken = valueOf(await giorgio.macros.list({})).macros.find((macro) => macro.id === id)
    expect(broken?.broken).toEqual(['crew'])
    expect(codeOf(await giorgio.macros.run({ id, ticketIds: [await report('Buca')] }))).toBe('steps_broken')
  })

  it('ships three, keeps the office’s order, and adds only what is missing', async () => {
    const names = async () => valueOf(await giorgio.macros.list({})).macros.map(({ name }) => name)
    const shipped = await names()
    expect(shipped).toHaveLength(3)
    const last = valueOf(await giorgio.macros.list({})).macros[2]
    if (!last) throw new Error('no third macro')
    valueOf(await giorgio.macros.move({ id: last.id, by: -1 }))
    expect(await names()).toEqual([shipped[0], shipped[2], shipped[1]])
    valueOf(await giorgio.macros.remove({ id: last.id }))
    expect(valueOf(await giorgio.macros.addShipped({})).added).toBe(1)
    expect(await names()).toEqual([shipped[0], shipped[1], shipped[2]])
  })

  it('lets two people change different parts, and asks on the same one', async () => {
    const id = await macroOf('Prova', { priority: 'high' })
    const actions = { ...NO_ACTIONS, priority: 'high' as const }
    valueOf(await giorgio.macros.edit({ id, base: { name: 'Prova' }, changes: { name: 'Nuova' } }))
    valueOf(await giorgio.macros.edit({ id, base: { actions }, changes: { actions: { ...actions, note: 'x' } } }))
    expect(codeOf(await giorgio.macros.edit({ id, base: { name: 'Prova' }, changes: { name: 'Altra' } }))).toBe(
      'conflict',
    )
  })
})
