import type { InputOf } from '@shared/contract/define'
import type { messages } from '@shared/contract/messages'
import { refuse } from '@shared/kernel/app-error'
import { LONGEST_TEXT, lineMediaKind } from '@shared/whatsapp/line-limits'
import { filledText, unfilled, type TemplateChoice } from '@shared/whatsapp/message-template'
import { isPhotoType } from '@shared/photos/photo-types'
import type { ReadDb } from '@main/store/handles'
import { answerAddressOf } from '../messages/answer-address-queries'
import { readSetting } from '../settings/read-setting'
import { keptTemplates, windowUntil } from './window-queries'

type Reply = Pick<InputOf<(typeof messages)['reply']>, 'ticketId' | 'text' | 'template' | 'attachments'>

export interface PreparedReply {
  /** What the citizen will read. */
  readonly text: string
  readonly to: { readonly number: string; readonly e164: string; readonly template: TemplateChoice | null }
}

/** An answer that the office's own number is to send; refuses what WhatsApp would refuse later, while its writer is there. */
export const preparedForLine = async (db: ReadDb, reply: Reply, now: number): Promise<PreparedReply> => {
  const { on } = await readSetting(db, 'whatsapp')
  if (!on) refuse('whatsapp_off')
  const { whatsapp } = await answerAddressOf(db, reply.ticketId)
  const to = whatsapp ?? refuse('no_recipient', { field: 'to' })
  if (reply.template !== null) {
    const { name, language, values } = reply.template
    const template =
      (await keptTemplates(db)).find((one) => one.name === name && one.language === language) ??
      refuse('whatsapp_template_gone', { field: 'template' })
    if (unfilled(template, values).length > 0) refuse('invalid_input', { field: 'template' })
    // A template carries no files, and opens no window for them.
    if (reply.attachments.length > 0) refuse('whatsapp_window_closed', { field: 'attachments' })
    return { text: filledText(template, values), to: { ...to, template: reply.template } }
  }
  const until = await windowUntil(db, to.e164)
  if (until === null || until <= now) refuse('whatsapp_window_closed', { field: 'text' })
  if (reply.text.length > LONGEST_TEXT)
    refuse('whatsapp_text_too_long', { field: 'text', details: { most: LONGEST_TEXT } })
  await checkFiles(db, reply)
  return { text: reply.text, to: { ...to, template: null } }
}

/** A photo is made to fit when it leaves; anything else goes as it is, or not at all. */
const checkFiles = async (db: ReadDb, { attachments }: Reply): Promise<void> => {
  for (const { sha256, name } of attachments) {
    const blob = await db.selectFrom('blobs').select(['type', 'size']).where('sha256', '=', sha256).executeTakeFirst()
    if (blob !== undefined && !isPhotoType(blob.type) && lineMediaKind(blob.type, blob.size) === null)
      refuse('whatsapp_file_refused', { field: 'attachments', details: { name } })
  }
}
