import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { TRIGGERS } from '@shared/automations/automation'
import type { Client } from '@shared/contract'
import type { AutomationFields } from '@shared/contract/automations'
import type { AutomationId, CategoryId, TicketId } from '@shared/kernel/ids'
import { DAY_MS, asInstant } from '@shared/kernel/instant'
import { NO_ACTIONS } from '@shared/macros/actions'
import { happened } from '@main/features/automations/trial-queries'
import { automationsRound } from '@main/jobs/automations-job'
import { UpkeepJob } from '@main/jobs/upkeep-job'
import { MONDAY_MORNING, type TestDesk, codeOf, openTestDesk, valueOf } from '../../support/engine'
import { quietMailbox } from '../../support/mailbox-fields'

let desk: TestDesk
let giorgio: Client

beforeEach(async () => {
  // No job beside the test: it says itself when the rules look.
  desk = await openTestDesk({ host: 'cli' })
  giorgio = await desk.as('manager')
})
afterEach(() => desk.close())

const FIELDS: AutomationFields = {
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
}
type Over = Partial<Omit<AutomationFields, 'actions'>> & { actions?: Partial<AutomationFields['actions']> }
const fieldsOf = ({ actions, ...rest }: Over): AutomationFields => ({
  ...FIELDS,
  ...rest,
  actions: { ...FIELDS.actions, ...actions },
})
const ruleOf = async (over: Over): Promise<AutomationId> => valueOf(await giorgio.automations.create(fieldsOf(over))).id
const parts = () => ({
  current: desk.engine.current,
  clock: desk.engine.clock,
  logger: desk.engine.logger,
  random: (size: number) => new Uint8Array(size).fill(7),
})
const look = (): Promise<void> => automationsRound(parts(), () => false)
const report = async (subject: string, email?: string): Promise<TicketId> =>
  valueOf(
    await giorgio.tickets.create({
      channel: 'counter',
      subject,
      ...(email === undefined
        ? {}
        : {
            reporter: {
              kind: 'new',
              contact: { name: 'Bianca Neri', address: '', notes: '', identifiers: [{ kind: 'email', value: email }] },
            },
          }),
    }),
  ).id
const get = async (id: TicketId) => valueOf(await giorgio.tickets.get({ id }))
const timelineOf = async (id: TicketId) => valueOf(await giorgio.tickets.timeline({ id })).entries
const logOf = async () => valueOf(await giorgio.automations.log({})).runs
const firstCategory = async (): Promise<CategoryId> =>
  (valueOf(await giorgio.settings.catalog({})).categories[0]?.id ?? 0) as CategoryId

describe('a rule that acts by itself', () => {
  it('does what it says, says so on the ticket and in its log, and tells the managers', async () => {
    const categoryId = await firstCategory()
    const id = await ruleOf({
      name: 'Lampioni',
      words: ['lampion'],
      actions: { categoryId, priority: 'high', note: 'Guardare il quadro' },
      notify: 'managers',
    })
    const [lamp, hole] = [await report('Lampione spento'), await report('Buca')]
    expect((await get(lamp)).priority).toBe('normal')
    await look()
    expect(await get(lamp)).toMatchObject({ categoryId, priority: 'high' })
    expect(await get(hole)).toMatchObject({ categoryId: null, priority: 'normal' })
    expect((await timelineOf(lamp)).at(-1)).toMatchObject({
      kind: 'rule',
      actor: '',
      data: { rule: 'Lampioni', steps: ['category', 'priority', 'note'], notified: 2 },
    })
    expect(await logOf()).toMatchObject([{ automationId: id, ticketId: lamp, outcome: 'done', notified: 2 }])
    const mine = valueOf(await giorgio.notices.mine({}))
    expect(mine).toMatchObject({ unseen: 1, notices: [{ ticketId: lamp, kind: 'rule', word: 'Lampioni' }] })
    // Somebody else's stays unseen.
    valueOf(await giorgio.notices.seen({ upTo: 1000 }))
    expect(valueOf(await giorgio.notices.mine({})).unseen).toBe(0)
    expect(valueOf(await (await desk.as('administrator')).notices.mine({})).unseen).toBe(1)
  })

  it('acts once on each event, however many desks look, and not at all on what happened before it was there', async () => {
    const early = await report('Lampione di prima')
    await ruleOf({ actions: { note: 'Vista dalla regola' } })
    const late = await report('Lampione di dopo')
    await Promise.all([look(), look(), look()])
    await look()
    const notes = async (id: TicketId) => (await timelineOf(id)).filter(({ kind }) => kind === 'note').length
    expect([await notes(early), await notes(late)]).toEqual([0, 1])
    expect(await logOf()).toHaveLength(1)
  })

  it('sets no other rule off, and a person’s step does', async () => {
    await ruleOf({ name: 'Urgente', actions: { crew: 'proposed' } })
    await ruleOf({ name: 'A ogni passo', trigger: 'status', actions: { note: 'Passo visto' } })
    valueOf(
      await giorgio.crews.create({
        name: 'Verdi',
        color: '#0066cc',
        vehicle: '',
        capacityVisits: 8,
        capacityMinutes: 420,
        active: true,
        members: [],
        ...{ skills: [], districts: [], weekdays: [1, 2, 3, 4, 5], absences: [] },
      }),
    )
    const id = await report('Buca')
    await look()
    // The rule itself has moved it.
    expect((await get(id)).status).toBe('assigned')
    await look()
    expect((await logOf()).map(({ name }) => name)).toEqual(['Urgente'])
    valueOf(await giorgio.tickets.changeStatus({ id, base: 'assigned', to: 'in_progress' }))
    await look()
    expect((await logOf()).map(({ name }) => name)).toEqual(['A ogni passo', 'Urgente'])
  })

  it('lets the first of two decide, stops where it is told to, and names whom it gave way to', async () => {
    await ruleOf({ name: 'Prima', actions: { priority: 'high' } })
    await ruleOf({ name: 'Seconda', words: ['buca'], actions: { priority: 'low', note: 'x' }, stops: true })
    await ruleOf({ name: 'Terza', actions: { note: 'mai' } })
    const id = await report('Buca')
    await look()
    expect((await get(id)).priority).toBe('high')
    expect(await logOf()).toMatchObject([
      { name: 'Seconda', steps: ['note'], yielded: [{ step: 'priority', to: 'Prima' }] },
      { name: 'Prima', steps: ['priority'] },
    ])
  })

  it('does nothing by halves, and says why it could not', async () => {
    await ruleOf({ name: 'Manda', actions: { priority: 'high', crew: 'proposed' } })
    const id = await report('Buca')
    await look()
    // There is no crew at all.
    expect((await get(id)).priority).toBe('normal')
    expect(await logOf()).toMatchObject([{ outcome: 'refused', code: 'no_crew_fits', steps: ['crew'] }])
  })

  it('answers once, never a machine, and ends talking with one', async () => {
    valueOf(
      await (
        await desk.as('administrator')
      ).mail.createMailbox({
        ...quietMailbox('ufficio@esempio.invalid'),
        password: 'segreta',
      }),
    )
    const { id: answerId } = valueOf(
      await giorgio.answers.create({
        name: 'Grazie',
        text: 'Gentile {nome}, la {numero} è registrata.',
        categoryIds: [],
        statuses: [],
        outcomes: [],
        season: null,
        active: true,
      }),
    )
    const answer = { answerId, official: false, send: true }
    await ruleOf({ name: 'Ringrazia', actions: { answer } })
    const [known, machine, mute] = [
      await report('Buca', 'bianca@esempio.invalid'),
      await report('Buca', 'noreply@esempio.invalid'),
      await report('Buca'),
    ]
    await look()
    const sent = async (id: TicketId) => (await timelineOf(id)).filter(({ message }) => message !== null)
    expect((await sent(known))[0]?.message).toMatchObject({ direction: 'out', isAutomatic: false, state: 'queued' })
    expect((await sent(known))[0]?.message?.text).toMatch(/^Gentile Bianca Neri, la SEGN-2026-\d+ è registrata\.$/)
    expect([await sent(machine), await sent(mute)]).toEqual([[], []])
    expect((await logOf()).map(({ outcome, unsent }) => [outcome, unsent])).toEqual([
      ['same', 'anonymous'],
      ['same', 'automatic_address'],
      ['done', null],
    ])
    // No answer of the office's: its clock goes on.
    expect((await get(known)).firstAnsweredAt).toBeNull()
  })

  it('is not asked about an import of old reports', async () => {
    await ruleOf({ actions: { note: 'x' } })
    valueOf(
      await giorgio.tickets.create({
        channel: 'whatsapp',
        subject: 'Vecchia',
        receivedAt: asInstant(MONDAY_MORNING - 8 * DAY_MS),
      }),
    )
    await look()
    expect(await logOf()).toEqual([])
  })

  it('ends by itself on a ticket that it keeps meeting', async () => {
    await ruleOf({ trigger: 'status', actions: { note: 'Ancora' } })
    const id = await report('Buca')
    for (let turn = 0; turn < 11; turn += 1) {
      valueOf(
        await giorgio.tickets.changeStatus({
          id,
          base: turn === 0 ? 'new' : 'accepted',
          to: 'closed',
          outcome: 'not_found',
        }),
      )
      valueOf(await giorgio.tickets.changeStatus({ id, base: 'closed', to: 'accepted' }))
    }
    await look()
    const outcomes = (await logOf()).map(({ outcome }) => outcome)
    expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(20)
    expect(outcomes.filter((outcome) => outcome === 'capped')).toHaveLength(2)
  })
})

describe('the log of what the rules did', () => {
  const upkeep = async (): Promise<void> => {
    const { opened } = desk.engine.current
    if (opened === null) throw new Error('no store')
    await new UpkeepJob(parts()).run(opened)
  }

  it('is forgotten after a year, but for an answer that an open ticket was given', async () => {
    await ruleOf({ name: 'Nota', actions: { note: 'x' } })
    const [open, closed] = [await report('Buca'), await report('Lampione')]
    await look()
    valueOf(await giorgio.tickets.changeStatus({ id: closed, base: 'new', to: 'closed', outcome: 'not_found' }))
    const { store } = desk.engine.current
    const answered = { automation_id: 9, name: 'Ringrazia', event: 'created', at: MONDAY_MORNING, outcome: 'done' }
    valueOf(
      await store.write(async (db) => {
        for (const ticketId of [open, closed])
          await db
            .insertInto('automation_runs')
            .values({ ...answered, ticket_id: ticketId, steps: '["answer"]' })
            .execute()
      }),
    )
    const logAt = async (days: number) => {
      desk.at(asInstant(MONDAY_MORNING + days * DAY_MS))
      await upkeep()
      return valueOf(await (await desk.as('manager')).automations.log({})).runs.map(({ name, ticketId }) => [
        name,
        ticketId,
      ])
    }
    expect(await logAt(360)).toHaveLength(4)
    expect(await logAt(370)).toEqual([['Ringrazia', open]])
    // On the ticket it is written for ever.
    expect(
      valueOf(await (await desk.as('manager')).tickets.timeline({ id: open })).entries.filter(
        ({ kind }) => kind === 'rule',
      ),
    ).toHaveLength(1)
  })

  it('goes with the words to people: those that were seen after a month, the others after a year', async () => {
    await ruleOf({ name: 'Avvisa', notify: 'managers', actions: {} })
    await report('Buca')
    await look()
    const seen = valueOf(await giorgio.notices.mine({})).notices
    valueOf(await giorgio.notices.seen({ upTo: seen[0]?.id ?? 0 }))
    await report('Lampione')
    await look()
    // Two people are told each time, and one of them has looked once.
    const kept = async (days: number): Promise<number> => {
      desk.at(asInstant(MONDAY_MORNING + days * DAY_MS))
      await upkeep()
      return valueOf(await desk.engine.current.store.read((db) => db.selectFrom('desk_notices').select('id').execute()))
        .length
    }
    expect([await kept(1), await kept(32), await kept(370)]).toEqual([4, 3, 0])
  })
})

describe('a rule that is tried on the last month', () => {
  it('finds what sets it off by an index, whatever the size of the store', async () => {
    for (const trigger of TRIGGERS) {
      const page = { offset: 0, limit: 10 }
      const plan = valueOf(
        await desk.engine.current.store.read((db) =>
          happened(db, trigger, MONDAY_MORNING, page)
            .selectAll('event')
            .explain<{ detail: string }>(undefined, sql`query plan`),
        ),
      )
        .map(({ detail }) => detail)
        .join('\n')
      expect(plan).not.toMatch(/SCAN (tickets|messages|timeline|deadline_marks)/)
      expect(plan).toMatch(/USING (COVERING )?INDEX \S+ \((mark=\? AND )?(created_at|at)>\?/)
    }
  })
})

describe('putting rules together', () => {
  it('names what contradicts, does nothing, is nobody’s to do or is there already; and only managers may', async () => {
    await ruleOf({ name: 'Alta', words: ['lampione'], actions: { priority: 'high' } })
    const create = (over: Over) => giorgio.automations.create(fieldsOf(over))
    const clash = await create({ name: 'Bassa', words: ['Lampione'], actions: { priority: 'low' } })
    expect(clash).toMatchObject({ ok: false, error: { code: 'automations_contradict', details: { name: 'Alta' } } })
    expect(codeOf(await create({ name: 'Vuota' }))).toBe('steps_missing')
    expect(codeOf(await create({ name: 'Io', actions: { owner: 'me' } }))).toBe('steps_clash')
    expect(codeOf(await create({ name: 'Alta', actions: { note: 'x' } }))).toBe('name_taken')
    expect(
      codeOf(await create({ name: 'Spenta', words: ['Lampione'], actions: { priority: 'low' }, active: false })),
    ).toBe('ok')
    const maria = await desk.as('counter')
    expect(codeOf(await maria.automations.create(fieldsOf({ name: 'Mia', notify: 'managers' })))).toBe('forbidden')
  })

  it('says which one is never reached, moves, switches off and removes', async () => {
    const all = await ruleOf({ name: 'Tutte', actions: { note: 'a' }, stops: true })
    const few = await ruleOf({ name: 'Alcune', channels: ['phone'], actions: { note: 'b' } })
    const list = async () => valueOf(await giorgio.automations.list({})).rules
    expect((await list()).map(({ clash }) => clash)).toEqual([null, { kind: 'never_reached', name: 'Tutte' }])
    valueOf(await giorgio.automations.move({ id: few, by: -1 }))
    expect((await list()).map(({ name, clash }) => [name, clash])).toEqual([
      ['Alcune', null],
      ['Tutte', null],
    ])
    valueOf(await giorgio.automations.edit({ id: all, base: { active: true }, changes: { active: false } }))
    valueOf(await giorgio.automations.remove({ id: few }))
    await report('Buca')
    await look()
    expect(await logOf()).toEqual([])
  })

  it('tries a rule on the last month without writing anything, piece by piece', async () => {
    const first = await ruleOf({ name: 'Buche', words: ['buca'], actions: { priority: 'low' }, stops: true })
    for (let made = 0; made < 4; made += 1) await report(`Lampione ${made}`)
    const both = await report('Buca e lampione')
    await look()
    const fields = fieldsOf({ name: 'Lampioni', words: ['lampion'], actions: { priority: 'high' } })
    const tried = valueOf(await giorgio.automations.trial({ id: null, fields }))
    expect(tried).toMatchObject({ looked: 5, total: 5, next: null, stopped: 1, same: 0 })
    expect(tried.hits).toHaveLength(4)
    expect(tried.hits[0]).toMatchObject({ steps: ['priority'], code: null })
    expect((await get(both)).priority).toBe('low')
    expect(await logOf()).toHaveLength(1)
    // In the place of the one that is there, it is reached.
    expect(valueOf(await giorgio.automations.trial({ id: first, fields })).hits).toHaveLength(5)
    desk.at(asInstant(MONDAY_MORNING + 40 * DAY_MS))
    const later = await desk.as('manager')
    expect(valueOf(await later.automations.trial({ id: null, fields }))).toMatchObject({ looked: 0, total: 0 })
  })
})
