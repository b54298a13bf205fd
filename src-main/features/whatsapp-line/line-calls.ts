import type { InputOf, OutputOf } from '@shared/contract/define'
import { type LineReport as Status, LINE_TOKENS, type whatsappLine } from '@shared/contract/whatsapp-line'
import { type AppError, appError, plainDetails, refuse } from '@shared/kernel/app-error'
import { asInstant, instantOrNull } from '@shared/kernel/instant'
import { type Result, err, ok } from '@shared/kernel/result'
import { WhatsappError } from '@main/platform/whatsapp'
import { accountOf, changeLine, lineState, relayOf, toFailure, tokenKey } from './line-rows'
import type { LineParts } from './line-ports'
import { LINE_LEASE, dueOfLine, readTemplates } from './sync-line'
import { takeEvent } from './take-events'
import { keptTemplates } from './window-queries'

type Calls = typeof whatsappLine
type Trial = OutputOf<Calls['test']>

const tokensHere = async (parts: LineParts): Promise<Status['tokens']> => {
  const tokens: Status['tokens'] = { access: false, relay: false }
  for (const which of LINE_TOKENS) {
    const kept = await parts.secrets.get(tokenKey(which))
    tokens[which] = kept.ok && kept.value !== null
  }
  return tokens
}

export const lineStatus = async (parts: LineParts): Promise<Result<Status>> => {
  const tokens = await tokensHere(parts)
  return parts.current.store.read(async (db): Promise<Status> => {
    const state = await lineState(db)
    const aside = await db
      .selectFrom('whatsapp_aside')
      .select(['event_id', 'reason', 'at'])
      .orderBy('at')
      .limit(100)
      .execute()
    return {
      tokens,
      readAt: instantOrNull(state.read_at),
      failure: toFailure(state.failure, state.failure_details),
      sendingFailure: toFailure(state.sending_failure, state.sending_details),
      templates: (await keptTemplates(db)).map(({ name, language, body }) => ({ name, language, body })),
      otherTemplates: state.other_templates,
      templatesAt: instantOrNull(state.templates_at),
      aside: aside.map(({ event_id, reason, at }) => ({
        eventId: event_id,
        reason: reason as Status['aside'][number]['reason'],
        at: asInstant(at),
      })),
    }
  })
}

export const setLineToken = async (
  parts: LineParts,
  { which, token }: InputOf<Calls['setToken']>,
): Promise<Result<Record<string, never>>> => {
  const key = tokenKey(which)
  const kept = token === '' ? await parts.secrets.remove(key) : await parts.secrets.set(key, token)
  if (!kept.ok) return kept
  // What failed for want of it may do well now: nobody waits for the pause to end.
  return parts.current.store.write(async (db) => {
    await changeLine(db, {
      ...(which === 'relay' ? { next_read_at: 0 } : { templates_at: null, next_read_at: 0 }),
    })
    if (which === 'access')
      await db
        .updateTable('outbox')
        .set({ next_attempt_at: parts.clock.now() })
        .where('mailbox_id', 'is', null)
        .where('state', '=', 'queued')
        .execute()
    return {}
  })
}

const outcomeOf = ({ code, ...error }: AppError): NonNullable<Trial['relayError']> => ({
  code,
  details: plainDetails({ code, ...error }),
})

const asked = async <T>(ask: () => Promise<T>): Promise<{ value: T | null; error: Trial['relayError'] }> => {
  try {
    return { value: await ask(), error: null }
  } catch (error) {
    if (error instanceof WhatsappError) return { value: null, error: outcomeOf(error.error) }
    throw error
  }
}

export const testLine = async (parts: LineParts, settings: InputOf<Calls['test']>): Promise<Result<Trial>> => {
  const access = await parts.secrets.get(tokenKey('access'))
  if (!access.ok) return access
  const relay = await parts.secrets.get(tokenKey('relay'))
  if (!relay.ok) return relay
  const { value: token } = access
  const account = accountOf(settings, token ?? '')
  const checked = async (): Promise<number> => {
    if (token === null) throw new WhatsappError(appError('whatsapp_token_missing'))
    const { templates } = await parts.cloud.templates(account)
    if (!(await parts.cloud.isSubscribed(account))) throw new WhatsappError(appError('whatsapp_not_subscribed'))
    return templates.length
  }
  const number = await asked(() => {
    if (token === null) throw new WhatsappError(appError('whatsapp_token_missing'))
    return parts.cloud.number(account)
  })
  const templates = await asked(checked)
  const waiting =
    settings.relayUrl === ''
      ? { value: null, error: null }
      : await asked(() => {
          if (relay.value === null) throw new WhatsappError(appError('relay_token_missing'))
          return parts.relay.status(relayOf(settings, relay.value))
        })
  return ok({
    number: number.value,
    numberError: number.error,
    templates: templates.value,
    accountError: templates.error,
    waiting: waiting.value?.waiting ?? null,
    relayError: waiting.error,
  })
}

export const readTemplatesNow = async (parts: LineParts): Promise<Result<{ templates: number }>> => {
  const due = await dueOfLine(parts, { atOnce: true })
  if (due === null) return err(appError('whatsapp_token_missing'))
  const read = await readTemplates(parts, due.access)
  return read.ok ? ok({ templates: read.value }) : read
}

export const dropAside = (
  parts: LineParts,
  { eventId }: InputOf<Calls['dropAside']>,
): Promise<Result<Record<string, never>>> =>
  parts.current.store.write(async (db) => {
    const { numDeletedRows } = await db.deleteFrom('whatsapp_aside').where('event_id', '=', eventId).executeTakeFirst()
    if (numDeletedRows === 0n) refuse('not_found')
    return {}
  })

/** By the settings of now: the number may have been entered since. */
export const takeAside = async (
  parts: LineParts,
  { eventId }: InputOf<Calls['takeAside']>,
): Promise<Result<Record<string, never>>> => {
  const due = await dueOfLine(parts, { atOnce: true })
  if (due === null) return err(appError('whatsapp_token_missing'))
  const found = await parts.current.store.read((db) =>
    db.selectFrom('whatsapp_aside').select('body').where('event_id', '=', eventId).executeTakeFirst(),
  )
  if (!found.ok) return found
  if (found.value === undefined) return err(appError('not_found'))
  const event = { id: eventId, body: found.value.body }
  try {
    const turn = await parts.current.leases.during(LINE_LEASE, (lease) => takeEvent(parts, due.access, lease, event))
    if (turn.state === 'unknown') return err(turn.error)
    if (turn.state === 'other') return err(appError('whatsapp_other_desk'))
    if (turn.value !== 'taken')
      return err(appError(turn.value === 'other_number' ? 'whatsapp_number_wrong' : 'not_found'))
  } catch (error) {
    if (error instanceof WhatsappError) return err(error.error)
    throw error
  }
  return dropAside(parts, { eventId })
}
