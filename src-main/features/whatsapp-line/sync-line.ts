import { appError, type AppError } from '@shared/kernel/app-error'
import { HOUR_MS, MINUTE_MS } from '@shared/kernel/instant'
import { type Result, err, ok } from '@shared/kernel/result'
import { WhatsappError } from '@main/platform/whatsapp'
import type { Lease } from '@main/store/leases'
import { readSetting } from '../settings/read-setting'
import { accountOf, changeLine, failureRow, lineState, relayOf, tokenKey } from './line-rows'
import type { LineParts } from './line-ports'
import { sendChats } from './send-chats'
import { type LineAccess, type TakenEvents, takeEvents } from './take-events'

export const LINE_LEASE = 'whatsapp'
/** How often the relay is asked, and the templates are read. */
export const READ_MS = 10_000
const TEMPLATES_MS = 6 * HOUR_MS
/** So long a relay that holds nothing is not spoken of in the store: each word there is a lock and a flush on a share. */
const SILENT_MS = MINUTE_MS

interface Due {
  readonly access: LineAccess
  readonly relayToken: string | null
  readonly reads: boolean
  /** The store says that the relay was read a moment ago, without a failure. */
  readonly isFresh: boolean
  readonly sends: boolean
  readonly templates: boolean
}

const never = (): boolean => false

/**
 * What this desk could do for the line now; null while that is off, this desk has no token for it, or nothing is due.
 * `atOnce`: whether or not it is; `rests`: this desk has just asked the relay.
 */
export const dueOfLine = async (
  parts: LineParts,
  { atOnce = false, rests = false }: { readonly atOnce?: boolean; readonly rests?: boolean } = {},
): Promise<Due | null> => {
  const now = parts.clock.now()
  const found = await parts.current.store.read(async (db) => ({
    settings: await readSetting(db, 'whatsapp'),
    state: await lineState(db),
    waiting: await db
      .selectFrom('outbox')
      .select('message_id')
      .where('mailbox_id', 'is', null)
      .where((or) =>
        or.or([
          or('state', '=', 'sending'),
          or.and([
            or('state', 'in', ['held', 'queued']),
            or('next_attempt_at', '<=', now),
            or('held_until', '<=', now),
          ]),
        ]),
      )
      .executeTakeFirst(),
  }))
  if (!found.ok || !found.value.settings.on) return null
  const { settings, state, waiting } = found.value
  const sends = waiting !== undefined
  const wantsRead = !rests && settings.relayUrl !== '' && state.next_read_at <= now
  // A clock that was set back must not keep them old for ever.
  const templates = state.templates_at === null || Math.abs(now - state.templates_at) >= TEMPLATES_MS
  // Asked every other second: the keychain only when there is something to do.
  if (!atOnce && !sends && !wantsRead && !templates) return null
  const token = await parts.secrets.get(tokenKey('access'))
  if (!token.ok || token.value === null) return null
  const relayToken = settings.relayUrl === '' ? null : await parts.secrets.get(tokenKey('relay'))
  const hasRelay = relayToken !== null && relayToken.ok && relayToken.value !== null
  return {
    access: { settings, account: accountOf(settings, token.value) },
    relayToken: hasRelay ? relayToken.value : null,
    reads: hasRelay && wantsRead,
    isFresh: state.failure === null && state.read_at !== null && Math.abs(now - state.read_at) < SILENT_MS,
    sends,
    templates,
  }
}

/** Whether the relay alone is due and holds nothing: no lease is taken and nothing is written for that. */
export const isIdle = async (parts: LineParts, due: Due): Promise<boolean> => {
  if (due.sends || due.templates || due.relayToken === null || !due.isFresh) return false
  try {
    const { waiting } = await parts.relay.status(relayOf(due.access.settings, due.relayToken))
    return waiting === 0
  } catch (error) {
    // Whoever reads it under the lease meets the same and notes it.
    if (error instanceof WhatsappError) return false
    throw error
  }
}

const noteReading = async (parts: LineParts, error: AppError | null): Promise<void> => {
  const now = parts.clock.now()
  await parts.current.store.write(async (db) => {
    const { attempts } = await lineState(db)
    const failed = error === null ? 0 : attempts + 1
    const pause = Math.min(10 * MINUTE_MS, READ_MS * 2 ** Math.min(Math.max(failed - 1, 0), 8))
    await changeLine(db, {
      ...failureRow(error),
      attempts: failed,
      next_read_at: now + pause,
      ...(error === null ? { read_at: now } : {}),
    })
  })
}

export const readTemplates = async (parts: LineParts, { account }: LineAccess): Promise<Result<number>> => {
  try {
    const { templates, others } = await parts.cloud.templates(account)
    const written = await parts.current.store.write(async (db) => {
      await db.deleteFrom('whatsapp_templates').execute()
      for (const template of templates)
        await db
          .insertInto('whatsapp_templates')
          .values({ name: template.name, language: template.language, template: JSON.stringify(template) })
          .execute()
      await changeLine(db, { templates_at: parts.clock.now(), other_templates: others })
    })
    return written.ok ? ok(templates.length) : written
  } catch (error) {
    if (error instanceof WhatsappError) return err(error.error)
    throw error
  }
}

/** What is due for the line, by its only desk: what came in is taken, what waits is sent, what failed is noted and tried again. */
export const syncLine = async (
  parts: LineParts,
  due: Due,
  lease: Lease,
  isStopped: () => boolean = never,
): Promise<Result<TakenEvents>> => {
  let taken: TakenEvents = { opened: 0, added: 0, aside: 0 }
  if (due.sends) await sendChats(parts, due.access.account, lease, isStopped)
  if (due.reads && due.relayToken !== null) {
    try {
      const relay = relayOf(due.access.settings, due.relayToken)
      taken = await takeEvents(parts, { ...due.access, relay }, lease, isStopped)
      await noteReading(parts, null)
    } catch (error) {
      // A bug too is told where people look, and is not met again at every tick.
      const known = error instanceof WhatsappError ? error.error : appError('internal')
      await noteReading(parts, known)
      if (!(error instanceof WhatsappError)) throw error
      return err(known)
    }
  }
  if (due.templates && !isStopped()) {
    const read = await readTemplates(parts, due.access)
    // Old ones go on being offered; a token that is refused is told where something leaves.
    if (!read.ok) {
      parts.logger.warn('templates were not read', { code: read.error.code })
      await parts.current.store.write((db) =>
        changeLine(db, { templates_at: parts.clock.now() - TEMPLATES_MS + HOUR_MS }),
      )
    }
  }
  return ok(taken)
}

/** At a person's word, from this desk, unless another one is at it. */
export const syncLineNow = async (parts: LineParts): Promise<Result<TakenEvents>> => {
  const due = await dueOfLine(parts, { atOnce: true })
  if (due === null) {
    const setting = await parts.current.store.read((db) => readSetting(db, 'whatsapp'))
    if (!setting.ok) return setting
    return err(appError(setting.value.on ? 'whatsapp_token_missing' : 'whatsapp_off'))
  }
  if (due.access.settings.relayUrl !== '' && due.relayToken === null) return err(appError('relay_token_missing'))
  const turn = await parts.current.leases.during(LINE_LEASE, (lease) =>
    syncLine(parts, { ...due, reads: due.relayToken !== null, sends: true }, lease),
  )
  if (turn.state === 'done') return turn.value
  return err(turn.state === 'unknown' ? turn.error : appError('whatsapp_other_desk'))
}
