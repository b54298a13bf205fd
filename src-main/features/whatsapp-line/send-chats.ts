import { Refusal, appError } from '@shared/kernel/app-error'
import { type LineMediaKind, lineMediaKind } from '@shared/whatsapp/line-limits'
import { templatePayload } from '@shared/whatsapp/message-template'
import type { CloudAccount, CloudFile, CloudSent, CloudWords } from '@main/platform/whatsapp'
import type { Lease } from '@main/store/leases'
import { type Claim, type SendState, claimLeaving, recordOutcome } from '../mail/outgoing'
import { unsent } from '../mail/unsent'
import { leavingFile, type LeavingFile } from '../photos/leaving-file'
import { type LeavingChat, leavingChat } from './leaving-chat-queries'
import { changeLine, sendingRow } from './line-rows'
import type { LineParts } from './line-ports'
import { markOf } from './take-status'
import { keptTemplates } from './window-queries'

/** A photo that is too large, or of a kind that WhatsApp does not draw, is drawn anew with so long an edge. */
const PHOTO_EDGE = 2560

/** What stops one message stops them all: nothing more is tried until it passes. */
const STOPPING = new Set(['whatsapp_unreachable', 'whatsapp_token_refused'])

const SENT: SendState = { state: 'sent', refused: [] }

/** Sends what is due, one message after the other, until nothing is, the lease is gone or nothing gets through. */
export const sendChats = async (
  parts: LineParts,
  account: CloudAccount,
  lease: Lease,
  isStopped: () => boolean,
): Promise<void> => {
  while (!isStopped()) {
    const claimed = await claimLeaving(parts, null, lease, leavingChat)
    if (!claimed.ok || claimed.value === null) return
    const outcome = await sendOne(parts, account, claimed.value)
    const recorded = await recordOutcome(parts, claimed.value, outcome, null)
    parts.logger.info('whatsapp.sent', {
      message: claimed.value.message.id,
      state: outcome.state,
      code: outcome.state === 'sent' ? null : outcome.error.code,
    })
    const stops = outcome.state === 'temporary' && STOPPING.has(outcome.error.code)
    const error = outcome.state === 'temporary' ? outcome.error : null
    if (stops || outcome.state === 'sent') await parts.current.store.write((db) => changeLine(db, sendingRow(error)))
    // What could not be written down is doubted by whoever comes next, until WhatsApp itself speaks of it.
    if (!recorded.ok || stops) return
  }
}

/** The words, then each file; what is there already is left out, and the first that fails decides. */
const sendOne = async (parts: LineParts, account: CloudAccount, claim: Claim<LeavingChat>): Promise<SendState> => {
  const { message } = claim
  const positions = [...Array(message.attachments.length + 1).keys()].filter((position) => !message.gone.has(position))
  for (const position of positions) {
    const words = await wordsOf(parts, account, message, position)
    if ('state' in words) return words
    const begun = await notePart(parts, message.id, position, null)
    if (!begun) return { state: 'temporary', error: appError('store_unreachable') }
    const sent = await parts.cloud.send(account, message.phone, words, markOf(message, position))
    if (sent.state !== 'sent') return sent
    if (!(await notePart(parts, message.id, position, sent.wamid)))
      return { state: 'uncertain', error: appError('whatsapp_dropped') }
  }
  return SENT
}

/** Before it goes, without a number; afterwards with the one that WhatsApp gave it. */
const notePart = async (
  parts: LineParts,
  messageId: number,
  position: number,
  wamid: string | null,
): Promise<boolean> => {
  const now = parts.clock.now()
  const state = { state: wamid === null ? 'sending' : 'sent', state_at: now, wamid, reason: '' }
  const written = await parts.current.store.write(async (db) => {
    await db
      .insertInto('whatsapp_parts')
      .values({ message_id: messageId, position, ...state })
      .onConflict((conflict) => conflict.columns(['message_id', 'position']).doUpdateSet(state))
      .execute()
  })
  return written.ok
}

type Unsent = Exclude<CloudSent, { state: 'sent' }>

const wordsOf = async (
  parts: LineParts,
  account: CloudAccount,
  message: LeavingChat,
  position: number,
): Promise<CloudWords | Unsent> => {
  const file = position === 0 ? undefined : message.attachments[position - 1]
  if (file === undefined) return message.template === null ? { text: message.text } : templateWords(parts, message)
  try {
    const left = await leavingFile(parts.photos, parts.current.files, file)
    if (!left.ok) throw new Refusal(left.error)
    const ready = await fitting(parts, file.sha256, left.value)
    const laid = await parts.cloud.upload(account, ready)
    return 'state' in laid ? laid : { mediaId: laid.id, file: ready }
  } catch (error) {
    return unsent(parts.logger, 'whatsapp.file', error)
  }
}

const templateWords = async (parts: LineParts, { template }: LeavingChat): Promise<CloudWords | Unsent> => {
  const kept = await parts.current.store.read(keptTemplates)
  if (!kept.ok) return { state: 'temporary', error: kept.error }
  const found = kept.value.find((one) => one.name === template?.name && one.language === template.language)
  if (found === undefined || template === null) return { state: 'permanent', error: appError('whatsapp_template_gone') }
  return { template: templatePayload(found, template.values) }
}

/** As WhatsApp takes it; refuses with `whatsapp_file_refused` what it does not carry. */
const fitting = async (parts: LineParts, sha256: string, file: LeavingFile): Promise<CloudFile> => {
  const kind = lineMediaKind(file.type, file.content.byteLength)
  if (kind !== null) return { ...file, kind }
  if (!file.type.startsWith('image/'))
    throw new Refusal(appError('whatsapp_file_refused', { details: { name: file.name } }))
  const drawn = await parts.photos.scaled(parts.current.files.pathOf(sha256), [PHOTO_EDGE])
  if (!drawn.ok) throw new Refusal(drawn.error)
  const [picture] = drawn.value
  const smaller: LineMediaKind | null =
    picture === undefined ? null : lineMediaKind(picture.type, picture.content.byteLength)
  if (picture === undefined || smaller === null)
    throw new Refusal(appError('whatsapp_file_refused', { details: { name: file.name } }))
  return { kind: smaller, name: file.name.replace(/\.[a-z0-9]{1,5}$/i, '.jpg'), ...picture }
}
