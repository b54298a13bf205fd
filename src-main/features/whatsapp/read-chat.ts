import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'
import type { ChatFile } from '@shared/contract/whatsapp'
import { appError } from '@shared/kernel/app-error'
import { type Result, err, ok } from '@shared/kernel/result'
import { parsePhone } from '@shared/contacts/phone'
import { fold } from '@shared/search/fold'
import { type ChatMessage, cutIntoReports, readExportedChat } from '@shared/whatsapp/exported-chat'
import { type ZipEntry, isZip, withZip } from '@main/platform/zip-entries'
import type { AttachmentFiles } from '@main/store/attachment-files'

/** A chat of years, unpacked with its pictures; more is cut by the phone itself. */
const LIMITS = { entries: 20_000, bytes: 4_000_000_000 }
const LARGEST_TEXT = 50_000_000
const MOST_MESSAGES = 100_000

export interface ReadMessage extends ChatMessage {
  readonly index: number
  readonly own: boolean
  /** The same message of the same chat has the same one, in every export of it. */
  readonly digest: string
  /** From 0; null for what is in no report. */
  readonly report: number | null
  readonly fileMissing: boolean
}

export interface ReadChat {
  readonly messages: readonly ReadMessage[]
  readonly reports: number
  readonly system: number
}

export interface OfficeName {
  readonly serviceName: string
  readonly phone: string
}

const textOf = async (stream: Readable): Promise<string | null> => {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > LARGEST_TEXT) return null
    chunks.push(chunk)
  }
  return new TextDecoder().decode(Buffer.concat(chunks))
}

/** The office by its own name, its number, or as the phone that exported the chat calls itself. */
const isOffice = (author: string, office: OfficeName): boolean => {
  const number = parsePhone(office.phone)?.last9
  return (
    ['tu', 'you'].includes(fold(author)) ||
    fold(author) === fold(office.serviceName) ||
    (number !== undefined && parsePhone(author)?.last9 === number)
  )
}

const digestsOf = (messages: readonly ChatMessage[]): string[] => {
  const times = new Map<string, number>()
  return messages.map(({ at, author, text, file, point }) => {
    const said = JSON.stringify([at, author, text, file, point])
    const time = (times.get(said) ?? 0) + 1
    times.set(said, time)
    return createHash('sha256').update(`${said}#${time}`).digest('hex')
  })
}

/** The report that each message belongs to: where a person said that one begins, otherwise by the rule. */
const reportOf = (
  messages: readonly ChatMessage[],
  input: ChatFile,
  own: readonly string[],
): Map<ChatMessage, number> => {
  const numbers = new Map<ChatMessage, number>()
  if (input.starts === null) {
    cutIntoReports(messages, { own, pauseHours: input.pauseHours }).forEach((report, at) =>
      report.messages.forEach((message) => numbers.set(message, at)),
    )
    return numbers
  }
  const starts = new Set(input.starts)
  const current = new Map<string, number>()
  let next = 0
  messages.forEach((message, index) => {
    if (own.includes(message.author)) return
    if (starts.has(index)) {
      current.set(message.author, next)
      next += 1
    }
    // Before its author's first beginning a message is in no report.
    const report = current.get(message.author)
    if (report !== undefined) numbers.set(message, report)
  })
  return numbers
}

const understood = (
  text: string | null,
  files: ReadonlySet<string>,
  input: ChatFile,
  office: OfficeName,
): Result<ReadChat> => {
  if (text === null) return err(appError('attachment_too_large'))
  const { messages, system } = readExportedChat(text)
  if (messages.length === 0) return err(appError('wrong_file_type'))
  if (messages.length > MOST_MESSAGES) return err(appError('attachment_too_large'))
  const authors = [...new Set(messages.map(({ author }) => author))]
  const own = input.own ?? authors.filter((author) => isOffice(author, office))
  const digests = digestsOf(messages)
  const numbers = reportOf(messages, input, own)
  return ok({
    system,
    reports: new Set(numbers.values()).size,
    messages: messages.map((message, index) => ({
      ...message,
      index,
      own: own.includes(message.author),
      digest: digests[index] ?? '',
      report: numbers.get(message) ?? null,
      fileMissing: message.file !== null && !files.has(message.file),
    })),
  })
}

/**
 * Reads an exported chat, its zip or its text alone; `use` gets it with the archive still open. Refusals:
 * `attachment_missing`, `wrong_file_type` (no chat), `attachment_too_large`, `file_unreadable`.
 */
export const withChat = async <T>(
  files: AttachmentFiles,
  input: ChatFile,
  office: OfficeName,
  use: (chat: ReadChat, entries: ReadonlyMap<string, ZipEntry>) => Promise<Result<T>>,
): Promise<Result<T>> => {
  const size = await files.size(input.sha256)
  if (size === null) return err(appError('attachment_missing'))
  if (!isZip(await files.head(input.sha256, 4))) {
    if (size > LARGEST_TEXT) return err(appError('attachment_too_large'))
    const chat = understood(await textOf(files.stream(input.sha256)), new Set(), input, office)
    return chat.ok ? use(chat.value, new Map()) : chat
  }
  return withZip(files.pathOf(input.sha256), LIMITS, async (entries) => {
    // An iPhone calls it _chat.txt; an Android by the chat's name.
    const text =
      entries.find(({ name }) => /^_chat\.txt$/i.test(name)) ?? entries.find(({ name }) => /\.txt$/i.test(name))
    if (text === undefined) return err(appError('wrong_file_type'))
    const byName = new Map(entries.filter((entry) => entry !== text).map((entry) => [entry.name, entry]))
    const chat = understood(await textOf(await text.open()), new Set(byName.keys()), input, office)
    return chat.ok ? use(chat.value, byName) : chat
  })
}
