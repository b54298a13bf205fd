import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { nextTick, shallowRef } from 'vue'
import { permissionsOf } from '@shared/accounts/permissions'
import type { SessionUser } from '@shared/contract/accounts'
import type { TicketDetail, TimelineEntry } from '@shared/contract/tickets'
import { appError } from '@shared/kernel/app-error'
import { err, ok } from '@shared/kernel/result'
import { useSession } from '@/app/session'
import { useComposer } from '@/features/ticket/composer/use-composer'
import { type AnswerRules, setUp } from '../../support/mount-part'
import type { StandInBridge } from '../../support/stand-in-bridge'

const ME = 1
const entry = (id: number, actorId: number | null): TimelineEntry =>
  ({ id, kind: 'note', actorId, message: null, text: 'Nota', data: {} }) as unknown as TimelineEntry
const file = { sha256: 'a'.repeat(64), name: 'pianta.pdf' }
const recipients = (extra: object = {}) => ({
  mailboxes: [
    {
      id: 1,
      name: 'Segnalazioni',
      address: 'segnalazioni@comune.example',
      isDefault: true,
      signature: '',
      sizeLimit: 25,
    },
  ],
  merged: [],
  to: ['nadia@posta.example'],
  cc: [],
  others: [],
  subject: '',
  mailOff: null,
  hasPhone: true,
  ...extra,
})

interface Kept {
  readonly text: string
  readonly data: Readonly<Record<string, unknown>>
}

/** An engine that keeps drafts as the real one does; `answers` replaces what it says. */
const deskWith = (answers: AnswerRules = {}, channel = 'email') => {
  const stored = new Map<string, Kept>()
  const entries = shallowRef<readonly TimelineEntry[]>([entry(10, null)])
  const ticket = {
    id: 7,
    number: 'SEGN-2026-000007',
    channel,
    contact: { id: 3 },
    place: { text: '' },
    plannedVisits: [],
    createdAt: 0,
    status: 'new',
  } as unknown as TicketDetail
  const rules: AnswerRules = {
    'messages.recipients': () => ok(recipients()),
    'messages.draft': (input) => {
      const draft = stored.get((input as { face: string }).face)
      return ok(draft ? { ...draft, updatedAt: 5 } : { text: '', data: {}, updatedAt: null })
    },
    'messages.saveDraft': (input) => {
      const { face, text, data } = input as Kept & { face: string }
      if (text === '' && Object.keys(data).length === 0) stored.delete(face)
      else stored.set(face, { text, data })
      return ok({ updatedAt: 5 })
    },
    ...answers,
  }
  let last: ReturnType<typeof useComposer> | undefined
  const open = async () => {
    const opened = setUp(() => {
      const session = useSession()
      session.user = { id: ME, displayName: 'Maria', permissions: [...permissionsOf(['mail'])] } as SessionUser
      session.state = 'signed_in'
      return useComposer(
        () => ticket,
        () => entries.value,
      )
    }, rules)
    last = opened.result
    await flushPromises()
    return { composer: opened.result, bridge: opened.bridge, leave: opened.unmount }
  }
  /** The composer whose drafts are still on their way. */
  const writing = () => {
    if (!last) throw new Error('no composer')
    return last
  }
  return { open, stored, entries, writing }
}

const pause = async (): Promise<void> => {
  await nextTick()
  vi.advanceTimersByTime(800)
  await flushPromises()
}
const asked = (bridge: StandInBridge, name: string): Record<string, unknown>[] =>
  bridge.asked.filter((call) => call.name === name).map(({ input }) => input as Record<string, unknown>)

beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'requestAnimationFrame'] }))
afterEach(() => vi.useRealTimers())

describe('an answer made of ready words', () => {
  const sending = { 'messages.reply': () => ok({ id: 1, heldUntil: null }) }

  it('does not leave with a place that waits for a word, unless a person says so', async () => {
    const { composer, bridge } = await deskWith(sending).open()
    composer.show('reply')
    composer.text.value = 'Gentile {nome}, veniamo {giorno_previsto}.'
    await nextTick()
    expect(composer.missing.value).toEqual(['nome', 'giorno_previsto'])
    await composer.send()
    expect(asked(bridge, 'messages.reply')).toHaveLength(0)
    expect(composer.isAskingMissing.value).toBe(true)
    await composer.send(true)
    expect(asked(bridge, 'messages.reply')).toHaveLength(1)
  })

  it('carries the signature of the mailbox it leaves from, or what its writer made of it', async () => {
    const box = {
      id: 1,
      name: 'S',
      address: 's@comune.example',
      isDefault: true,
      signature: '{operatore}\n{telefono}',
      sizeLimit: 25,
    }
    const desk = deskWith({ ...sending, 'messages.recipients': () => ok(recipients({ mailboxes: [box] })) })
    const { composer, bridge } = await desk.open()
    composer.show('reply')
    // The phone is not known: its line is left out.
    expect(composer.signature.value).toBe('Maria')
    composer.text.value = 'Sì.'
    await composer.send()
    composer.show('reply')
    composer.text.value = 'Ancora.'
    composer.signature.value = 'M. Bianchi'
    await composer.send()
    expect(asked(bridge, 'messages.reply').map(({ signature }) => signature)).toEqual(['Maria', 'M. Bianchi'])
  })

  it('waits for files that the mailbox would not let out', async () => {
    const box = { id: 1, name: 'S', address: 's@comune.example', isDefault: true, signature: '', sizeLimit: 1 }
    const desk = deskWith({ 'messages.recipients': () => ok(recipients({ mailboxes: [box] })) })
    const { composer } = await desk.open()
    composer.show('reply')
    composer.text.value = 'Ecco.'
    composer.drafts.reply.files = [{ ...file, size: 700_000 }]
    expect([composer.block.value, composer.canSend.value]).toEqual([null, true])
    composer.drafts.reply.files = [{ ...file, size: 800_000 }]
    expect([composer.block.value, composer.canSend.value]).toEqual(['too_big', false])
  })
})

describe('a draft', () => {
  it('comes back after another ticket was looked at: words, files, and whom they were for', async () => {
    const desk = deskWith()
    const first = await desk.open()
    first.composer.show('reply')
    first.composer.text.value = 'Domani passa'
    first.composer.drafts.reply.files = [file]
    first.composer.to.value = ['nadia@posta.example', 'figlio@posta.example']
    await nextTick()
    first.leave()
    await flushPromises()

    const { composer } = await desk.open()
    composer.show('reply')
    expect(composer.text.value).toBe('Domani passa')
    expect(composer.drafts.reply.files).toEqual([file])
    expect(composer.to.value).toEqual(['nadia@posta.example', 'figlio@posta.example'])
  })

  it('is written at every pause, and for who never pauses all the same', async () => {
    const desk = deskWith()
    const { composer } = await desk.open()
    composer.show('note')
    composer.text.value = 'A metà'
    await pause()
    expect(desk.stored.get('note')?.text).toBe('A metà')
    for (let key = 0; key < 12; key += 1) {
      composer.text.value += ' frase'
      await nextTick()
      vi.advanceTimersByTime(300)
    }
    await flushPromises()
    expect(desk.stored.get('note')?.text).toContain('frase')
  })

  it('of yesterday joins what was typed before it arrived', async () => {
    const desk = deskWith()
    desk.stored.set('note', { text: 'Di ieri', data: {} })
    const opening = desk.open()
    const composer = desk.writing()
    composer.show('note')
    composer.text.value = 'Di oggi'
    await opening
    expect(composer.text.value).toBe('Di ieri\n\nDi oggi')
  })

  it('goes from the screen when what the engine had put into it is taken back, and stays where somebody writes on', async () => {
    const desk = deskWith()
    desk.stored.set('reply', { text: 'Gentile Nadia, della macro', data: {} })
    const { composer, bridge } = await desk.open()
    composer.show('reply')
    await pause()
    const news = (): void => bridge.tell('changes', { changes: [{ entity: 'tickets', id: 7, op: 'update' }] })
    desk.stored.delete('reply')
    composer.text.value += ' e mia'
    news()
    await pause()
    expect(composer.text.value).toBe('Gentile Nadia, della macro e mia')
    desk.stored.delete('reply')
    news()
    await pause()
    expect(composer.text.value).toBe('')
    await pause()
    expect(desk.stored.has('reply')).toBe(false)
  })

  it('is not saved behind the answer that carries it away', async () => {
    const desk = deskWith()
    const { composer, bridge } = await desk.open()
    composer.show('reply')
    composer.text.value = 'Domani passa'
    const sending = composer.send()
    await pause()
    expect(asked(bridge, 'messages.saveDraft')).toEqual([])
    const index = bridge.asked.findIndex(({ name }) => name === 'messages.reply')
    bridge.answer(index, { id: 5, heldUntil: null })
    await sending
    await pause()
    expect(desk.stored.size).toBe(0)
  })
})

describe('whom an answer goes to', () => {
  it('follows the ticket until the writer chooses, and then asks when its citizen is another one', async () => {
    let now = recipients()
    const { composer, bridge } = await deskWith({ 'messages.recipients': () => ok(now) }).open()
    composer.show('reply')
    expect(composer.to.value).toEqual(['nadia@posta.example'])
    now = recipients({ to: ['sergio@posta.example'] })
    bridge.tell('changes', { changes: [{ entity: 'tickets', id: 7, op: 'update' }] })
    await pause()
    expect(composer.to.value).toEqual(['sergio@posta.example'])
    composer.to.value = ['qualcuno@posta.example']
    expect(composer.leftOut.value).toEqual(['sergio@posta.example'])
    composer.followTicket()
    expect(composer.to.value).toEqual(['sergio@posta.example'])
    expect(composer.leftOut.value).toEqual([])
  })

  it.each([
    ['email', { to: [], hasPhone: true }, 'email', 'no_recipient'],
    ['email', { mailOff: 'off' }, 'email', 'off'],
    ['phone', { to: [], hasPhone: true }, 'phone', null],
    ['counter', { to: [], hasPhone: false }, 'counter', null],
    ['counter', { to: [], hasPhone: true }, 'phone', null],
  ] as const)('is never by a way that the citizen has not got (%s, %o)', async (channel, found, via, block) => {
    const { composer } = await deskWith({ 'messages.recipients': () => ok(recipients(found)) }, channel).open()
    composer.show('reply')
    composer.text.value = 'Domani'
    expect([composer.via.value, composer.block.value, composer.canSend.value]).toEqual([via, block, block === null])
  })
})

describe('an answer on WhatsApp', () => {
  it('is copied for the telephone first, and recorded only when a person says that it has left', async () => {
    const found = recipients({ whatsapp: { number: '335 139 7378', e164: '+393351397378' } })
    const sent = ok({ id: 1, heldUntil: null, closedEntryId: null })
    const desk = deskWith({ 'messages.recipients': () => ok(found), 'messages.reply': () => sent }, 'whatsapp')
    const { composer, bridge } = await desk.open()
    composer.show('reply')
    composer.text.value = 'Domani passa la squadra'
    expect([composer.via.value, composer.canSend.value]).toEqual(['whatsapp', true])
    await composer.send()
    expect([composer.isHanded.value, asked(bridge, 'messages.reply')]).toEqual([true, []])
    // Other words have not been copied yet.
    composer.text.value = 'Dopodomani passa la squadra'
    expect(composer.isHanded.value).toBe(false)
    await composer.send()
    await composer.send()
    expect(asked(bridge, 'messages.reply')).toMatchObject([
      { via: 'whatsapp', text: 'Dopodomani passa la squadra', to: [], mailboxId: null },
    ])
  })
})

describe('what happens while somebody writes', () => {
  it('is compared with what they had before them when they began', async () => {
    const desk = deskWith({
      'messages.reply': () => err(appError('conflict', { field: 'seenEntryId' })),
    })
    const { composer, bridge } = await desk.open()
    composer.show('reply')
    composer.text.value = 'Domani passa'
    desk.entries.value = [entry(10, null), entry(11, ME), entry(12, 2)]
    expect(composer.news.value.map(({ id }) => id)).toEqual([12])
    await composer.send()
    expect(asked(bridge, 'messages.reply')[0]).toMatchObject({ seenEntryId: 10 })
    expect(composer.stopped.value).toBe(true)
    expect(composer.text.value).toBe('Domani passa')
    // "Send anyway" and "I have read it" both mean: this much is known now.
    composer.readNews()
    expect(composer.news.value).toEqual([])
    await composer.send()
    expect(asked(bridge, 'messages.reply')[1]).toMatchObject({ seenEntryId: 12 })
  })

  it('still counts after a restart of the program', async () => {
    const desk = deskWith()
    const first = await desk.open()
    first.composer.show('reply')
    first.composer.text.value = 'Domani passa'
    await pause()
    // No leave: the program was killed.
    desk.entries.value = [entry(10, null), entry(11, 2)]
    const { composer } = await desk.open()
    composer.show('reply')
    expect(composer.news.value.map(({ id }) => id)).toEqual([11])
  })
})

describe('after a line that broke', () => {
  it('the same answer goes out under the same key, a changed one under another', async () => {
    const { composer, bridge } = await deskWith({ 'tickets.addNote': () => err(appError('engine_unreachable')) }).open()
    composer.show('note')
    composer.text.value = 'Una volta'
    await composer.send()
    await composer.send()
    composer.text.value = 'Due volte'
    await composer.send()
    const keys = asked(bridge, 'tickets.addNote').map(({ key }) => key)
    expect(keys[0]).toBe(keys[1])
    expect(keys[2]).not.toBe(keys[1])
  })
})

describe('an answer taken back', () => {
  it('is shown where it was written, as the engine keeps it now', async () => {
    const desk = deskWith({ 'messages.undo': () => ok({ ticketId: 7, face: 'official', draftOf: null }) })
    const { composer } = await desk.open()
    desk.stored.set('official', { text: 'Risposta', data: { files: [file], to: ['altro@posta.example'] } })
    await composer.takeBack(5 as never)
    expect([composer.face.value, composer.text.value, composer.to.value]).toEqual([
      'official',
      'Risposta',
      ['altro@posta.example'],
    ])
    expect(composer.drafts.official.files).toEqual([file])
  })
})
