import { parentPort } from 'node:worker_threads'
import { parseMail } from './parse-mail'

/** A mail's piece from byte `at`, of `size` bytes in all. */
interface Piece {
  readonly id: number
  readonly size: number
  readonly at: number
  readonly piece: Uint8Array
}

/** A large mail on its way here. */
let whole = new Uint8Array()

/** The mails before it: each is read alone, so that what one costs is told of that one. */
let before: Promise<void> = Promise.resolve()

const answer = async (id: number, raw: Uint8Array): Promise<void> => {
  const mail = await parseMail(raw)
  const moved = mail.attachments.map(({ content }) => content.buffer as ArrayBuffer)
  parentPort?.postMessage({ id, answer: mail }, moved)
}

/** Mails one after the other: their pieces in order in, `{id, answer}` out; all bytes are moved, not copied. `{ready}` comes first. */
parentPort?.on('message', ({ id, size, at, piece }: Piece) => {
  let raw = piece
  if (piece.byteLength < size) {
    if (at === 0) whole = new Uint8Array(size)
    whole.set(piece, at)
    if (at + piece.byteLength < size) return
    raw = whole
    whole = new Uint8Array()
  }
  const mine = raw
  before = before.then(() => answer(id, mine))
})
parentPort?.postMessage({ ready: true })
