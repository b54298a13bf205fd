import type { InputOf, OutputOf } from '@shared/contract/define'
import type { mail } from '@shared/contract/mail'
import { appError, refuse } from '@shared/kernel/app-error'
import { asInstant } from '@shared/kernel/instant'
import { type Result, err, ok } from '@shared/kernel/result'
import type { ReadDb } from '@main/store/handles'
import type { FeatureParts } from '../feature-parts'
import type { MailParserPort } from './mail-ports'

type Samples = OutputOf<(typeof mail)['sampleMails']>
type Sample = InputOf<(typeof mail)['sampleMail']>

const MOST = 40

/** The newest mails with their source: those on tickets, and those that were kept as automatic. */
export const sampleMails = async (db: ReadDb): Promise<Samples> => {
  const onTickets = await db
    .selectFrom('messages')
    .select(['id', 'from_address', 'from_name', 'subject', 'created_at'])
    .where('direction', '=', 'in')
    .where('raw_sha256', 'is not', null)
    .orderBy('id', 'desc')
    .limit(MOST)
    .execute()
  const aside = await db
    .selectFrom('quarantine')
    .select(['id', 'from_text', 'subject', 'received_at'])
    .orderBy('id', 'desc')
    .limit(MOST)
    .execute()
  const mails: Samples['mails'] = [
    ...onTickets.map((row) => ({
      kind: 'message' as const,
      id: row.id,
      from: row.from_address || row.from_name,
      subject: row.subject,
      at: asInstant(row.created_at),
    })),
    ...aside.map((row) => ({
      kind: 'aside' as const,
      id: row.id,
      from: row.from_text,
      subject: row.subject,
      at: asInstant(row.received_at),
    })),
  ]
  return { mails: mails.toSorted((a, b) => b.at - a.at).slice(0, MOST) }
}

/** One of them as the intake reads it. */
export const sampleMail = async (
  parts: FeatureParts & { readonly parser: MailParserPort },
  { kind, id }: Sample,
): Promise<Result<OutputOf<(typeof mail)['sampleMail']>>> => {
  const { store, files } = parts.current
  const found = await store.read(async (db) => {
    const table = kind === 'message' ? 'messages' : 'quarantine'
    const row = await db.selectFrom(table).select('raw_sha256').where('id', '=', id).executeTakeFirst()
    return row?.raw_sha256 ?? refuse('not_found')
  })
  if (!found.ok) return found
  const raw = await files.read(found.value).catch(() => null)
  if (raw === null) return err(appError('attachment_missing'))
  const { from, subject, text } = await parts.parser.parse(raw)
  return ok({ from: from?.address ?? '', subject: subject.slice(0, 1000), text: text.slice(0, 50_000) })
}
