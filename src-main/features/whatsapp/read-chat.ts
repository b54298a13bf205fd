import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'
import type { ChatFile } from '@shared/contract/whatsapp'
import { appError } from '@shared/kernel/app-error'
import { type Result, err, ok } from '@shared/kernel/result'
import { type ChatReport, cutIntoReports, saysSomething } from '@shared/whatsapp/cut-chat'
import { type ChatMessage, readExportedChat } from '@shared/whatsapp/exported-chat'
import { type OfficeName, isOfficeAuthor } from '@shared/whatsapp/office-author'
import { type ZipEntry, isZip, withZip } from '@main/platform/zip-entries'
import type { AttachmentFiles } from '@main/store/attachment-files'

/** A chat of years, unpacked with its pictures; more is cut by the phone itself. */
const LIMITS = { entries: 20_000, bytes: 4_000_000_000 }
const LARGEST_TEXT = 50_000_000
const MOST_MESSAGES = 100_000

export interface ReadMessage extends ChatMessage {
  /** Its place in the chat, from 0. */
  readonly index: number
  readonly own: boolean
  /** The same message of the same chat has the same one, in every export of it. */
  readonly digest: string
  readonly leftOut: boolean
  readonly fileMissing: boolean
}

/** A report as it was cut, named by its first message; what was left out of it is not in it. */
export interface ReadPiece extends ChatReport<ReadMessage> {
  readonly at: number
}

export interface ReadChat {
  readonly messages: readonly ReadMessage[]
  readonly pieces: readonly ReadPiece[]
  readonly system: number
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

const digestsOf = (messages: readonly ChatMessage[]): string[] => {
  const times = new Map<string, number>()
  return messages.map(({ at, author, text, file, point }) => {
    const said = JSON.stringify([at, author, text, file, point])
    const time = (times.get(said) ?? 0) + 1
    times.set(said, time)
    return createHash('sha256').update(`${said}#${time}`).digest('hex')
  })
}

export const textOfMessages = (messages: readonly ChatMessage[]): string =>
  messages
    .map(({ text }) => text)
    .filter((text) => text !== '')
    .join('\n')

/** The chat's pieces: by the rule, by a person's word against it, and without what is left out. */
const piecesOf = (messages: readonly ReadMessage[], input: ChatFile, own: readonly string[]): ReadPiece[] => {
  const cuts = new Map(input.cuts.map(({ at, begins }) => [at, begins]))
  const { from } = input
  const wanted = from === null ? messages : messages.filter(({ at }) => at.slice(0, 10) >= from)
  return cutIntoReports(wanted, { own, pauseHours: input.pauseHours, begins: ({ index }) => cuts.get(index) }).flatMap(
    ({ author, messages: said }) => {
      const kept = said.filter(({ leftOut }) => !leftOut)
      return kept.some(saysSomething) ? [{ at: said[0]?.index ?? 0, author, messages: kept }] : []
    },
  )
}

const understood = (
  text: string | null,
  files: ReadonlySet<string>,
  input: ChatFile,
  office: OfficeName,
): Result<ReadChat> => {
  if (text === null) return err(appError('archive_too_large'))
  const { messages, system } = readExportedChat(text)
  if (messages.length === 0) return err(appError('not_a_chat'))
  if (messages.length > MOST_MESSAGES) return err(appError('archive_too_large'))
  const authors = [...new Set(messages.map(({ author }) => author))]
  const own = input.own ?? authors.filter((author) => isOfficeAuthor(author, office))
  const digests = digestsOf(messages)
  const leftOut = new Set(input.leftOut)
  const read = messages.map((message, index): ReadMessage => ({
    ...message,
    index,
    own: own.includes(message.author),
    digest: digests[index] ?? '',
    leftOut: leftOut.has(index),
    fileMissing: message.file !== null && !files.has(message.file),
  }))
  return ok({ system, messages: read, pieces: piecesOf(read, input, own) })
}

/**
 * Reads an exported chat, its zip or its text alone; `use` gets it with the archive still open. Refusals:
 * `attachment_missing`, `not_a_chat`, `archive_too_large`, `file_unreadable`.
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
    if (size > LARGEST_TEXT) return err(appError('archive_too_large'))
    const chat = understood(await textOf(files.stream(input.sha256)), new Set(), input, office)
    return chat.ok ? use(chat.value, new Map()) : chat
  }
  const chat = await withZip(files.pathOf(input.sha256), LIMITS, async (entries) => {
    // An iPhone calls it _chat.txt; an Android by the chat's name.
    const text =
      entries.find(({ name }) => /^_chat\.txt$/i.test(name)) ?? entries.find(({ name }) => /\.txt$/i.test(name))
    if (text === undefined) return err(appError('not_a_chat'))
    const byName = new Map(entries.filter((entry) => entry !== text).map((entry) => [entry.name, entry]))
    const read = understood(await textOf(await text.open()), new Set(byName.keys()), input, office)
    return read.ok ? use(read.value, byName) : read
  })
  // What the zip's reader says of any archive, in the words of this one.
  return !chat.ok && chat.error.code === 'attachment_too_large' ? err(appError('archive_too_large')) : chat
}
