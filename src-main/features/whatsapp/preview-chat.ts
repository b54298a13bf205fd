import type { OutputOf } from '@shared/contract/define'
import type { ChatAuthor, ChatFile, ChatPiece, whatsapp } from '@shared/contract/whatsapp'
import type { TicketId } from '@shared/kernel/ids'
import { type Result, ok } from '@shared/kernel/result'
import { saysSomething } from '@shared/whatsapp/cut-chat'
import type { ReadDb } from '@main/store/handles'
import { contactCardOf, ticketsOfContacts } from '../contacts/contact-queries'
import type { FeatureParts } from '../feature-parts'
import { addressAt } from '../places/street-queries'
import type { CategoryLearner } from '../proposals/category-learner'
import { proposeCategory } from '../proposals/propose-category'
import { readSetting } from '../settings/read-setting'
import { headline } from '../tickets/create-ticket'
import { knownAuthor, numberOf } from './chat-people'
import { openTicketOf } from './going-on'
import { type ReadChat, type ReadPiece, textOfMessages, withChat } from './read-chat'
import { seenMessages } from './seen-queries'

type Preview = OutputOf<(typeof whatsapp)['preview']>
type Seen = ReadonlyMap<string, number>

const SHOWN = 2000
const MOST_AUTHORS = 200
/** The newest of them: a category is proposed for what a person is going to look at. */
const MOST_PROPOSED = 200

const freshOf = (piece: ReadPiece, seen: Seen) =>
  piece.messages.filter((message) => !seen.has(message.digest) && saysSomething(message))

const pieceShown = async (db: ReadDb, piece: ReadPiece, seen: Seen): Promise<ChatPiece> => {
  const fresh = freshOf(piece, seen)
  const before = piece.messages.findLast(({ digest }) => seen.has(digest))
  const goesOn = before === undefined ? null : await openTicketOf(db, seen.get(before.digest) ?? 0)
  const point = fresh.find((message) => message.point !== null)?.point ?? null
  const near = point === null ? null : await addressAt(db, point)
  return {
    at: piece.at,
    author: piece.author,
    from: piece.messages[0]?.at ?? '',
    to: piece.messages.at(-1)?.at ?? '',
    fresh: fresh.length,
    known: piece.messages.filter(({ digest }) => seen.has(digest)).length,
    headline: headline(textOfMessages(fresh.length > 0 ? fresh : piece.messages)),
    files: fresh.flatMap(({ file, fileMissing }) => (file === null || fileMissing ? [] : [file])),
    point: point === null ? null : { ...point, address: near?.text ?? '' },
    goesOn: goesOn && { id: goesOn.id as TicketId, number: goesOn.number, subject: goesOn.subject },
    proposal: null,
  }
}

const authorsOf = async (db: ReadDb, chat: ReadChat, input: ChatFile, seen: Seen): Promise<ChatAuthor[]> => {
  const said = [...Map.groupBy(chat.messages, ({ author }) => author)].toSorted(([, a], [, b]) => b.length - a.length)
  const authors: ChatAuthor[] = []
  for (const [name, messages] of said.slice(0, MOST_AUTHORS)) {
    const own = messages[0]?.own === true
    const known = own ? null : await knownAuthor(db, name, chat, { seen, numbers: input.numbers })
    const card = known === null ? null : await contactCardOf(db, known)
    const tickets = card === null ? [] : ((await ticketsOfContacts(db, [card.id], true)).get(card.id) ?? [])
    authors.push({
      name,
      messages: messages.length,
      own,
      phone: own ? '' : (numberOf(name, input.numbers) ?? ''),
      contact: card && { id: card.id, name: card.name },
      open: tickets.map(({ id, number, subject }) => ({ id, number, subject })),
    })
  }
  return authors
}

export const previewChat = async (
  parts: FeatureParts,
  learner: CategoryLearner,
  input: ChatFile,
): Promise<Result<Preview>> => {
  const { store, files } = parts.current
  const office = await store.read((db) => readSetting(db, 'office'))
  if (!office.ok) return office
  return withChat(files, input, office.value, async (chat) => {
    const shown = chat.messages.slice(-SHOWN)
    const firstShown = shown[0]?.index ?? 0
    const answer = await store.read(async (db) => {
      const seen = await seenMessages(
        db,
        chat.messages.map(({ digest }) => digest),
      )
      const pieces: ChatPiece[] = []
      for (const piece of chat.pieces)
        if ((piece.messages.at(-1)?.index ?? 0) >= firstShown) pieces.push(await pieceShown(db, piece, seen))
      return { seen, pieces, authors: await authorsOf(db, chat, input, seen) }
    })
    if (!answer.ok) return answer
    const { seen, pieces, authors } = answer.value
    const pieceOf = new Map(
      chat.pieces.flatMap(({ at, messages }) => messages.map(({ index }) => [index, at] as const)),
    )
    const textsOf = new Map(chat.pieces.map((piece) => [piece.at, textOfMessages(piece.messages)]))
    const proposed: ChatPiece[] = []
    for (const [place, piece] of pieces.entries()) {
      if (piece.fresh === 0 || piece.goesOn !== null || pieces.length - place > MOST_PROPOSED) {
        proposed.push(piece)
        continue
      }
      const found = await proposeCategory(parts, learner, textsOf.get(piece.at) ?? '')
      proposed.push({ ...piece, proposal: found.ok ? found.value.proposal : null })
    }
    return ok({
      authors,
      pieces: proposed,
      messages: shown.map(({ digest, point, edited: _edited, ...message }) => ({
        ...message,
        hasPoint: point !== null,
        seen: seen.has(digest),
        piece: pieceOf.get(message.index) ?? null,
      })),
      total: chat.messages.length,
      toTake: chat.pieces.filter((piece) => freshOf(piece, seen).length > 0).length,
      system: chat.system,
      first: chat.messages[0]?.at ?? '',
      last: chat.messages.at(-1)?.at ?? '',
    })
  })
}
