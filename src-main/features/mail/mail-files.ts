import type { ParsedMail } from '@shared/mail/parsed-mail'
import type { AttachmentFiles } from '@main/store/attachment-files'
import type { WriteDb } from '@main/store/handles'
import { rememberBlob } from '../tickets/attach-files'

export interface MailFile {
  readonly sha256: string
  readonly size: number
  readonly type: string
  readonly name: string
  readonly inline: boolean
  readonly cid: string | null
}

/** A mail's bytes, lying in the attachment folder before the write that names them begins. */
export interface MailFiles {
  readonly raw: MailFile
  readonly html: MailFile | null
  readonly attachments: readonly MailFile[]
}

const plain = { inline: false, cid: null }

export const keepMailFiles = async (
  files: AttachmentFiles,
  raw: Uint8Array,
  parsed: ParsedMail,
): Promise<MailFiles> => {
  const put = async (
    content: Uint8Array,
    about: Omit<MailFile, 'sha256' | 'size'>,
    known?: string,
  ): Promise<MailFile> => ({
    ...about,
    ...(await files.put(content, known)),
  })
  const [kept, html, ...attachments] = await Promise.all([
    put(raw, { ...plain, type: 'message/rfc822', name: 'messaggio.eml' }),
    parsed.html === null
      ? null
      : put(Buffer.from(parsed.html, 'utf8'), { ...plain, type: 'text/html', name: 'messaggio.html' }),
    // The thread that read the mail has hashed them already.
    ...parsed.attachments.map(({ content, type, name, inline, cid, sha256 }) =>
      put(content, { type, name, inline, cid }, sha256),
    ),
  ])
  return { raw: kept, html, attachments: attachments.filter((file) => file !== null) }
}

/** Remembers every file of a mail; inside the write that refers to them. */
export const rememberMailFiles = async (db: WriteDb, files: MailFiles, at: number): Promise<void> => {
  for (const file of [files.raw, files.html, ...files.attachments])
    if (file !== null) await rememberBlob(db, { ...file, at })
}

/** Of a mail that is laid aside nothing but its source, which holds all the rest. */
export const rememberSource = (db: WriteDb, { raw }: MailFiles, at: number): Promise<void> =>
  rememberBlob(db, { ...raw, at })
