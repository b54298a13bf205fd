import { seeded } from './seeded'

/** A mail with wounds of the kinds that mails get on their way; `other` lends a piece of itself. */
export type Mutate = (raw: Buffer, other: Buffer) => Buffer

export const seededMutations = (seed: number): Mutate => {
  const random = seeded(seed)
  const below = (limit: number): number => Math.floor(random() * limit)
  const piece = (raw: Buffer): readonly [number, number] => {
    const from = below(raw.length + 1)
    return [from, Math.min(raw.length, from + below(400))]
  }
  const swapText = (raw: Buffer, find: RegExp, by: (found: string) => string): Buffer =>
    Buffer.from(raw.toString('latin1').replace(find, by), 'latin1')

  const wounds: readonly Mutate[] = [
    // A byte that is another one now.
    (raw) => {
      const copy = Buffer.from(raw)
      for (let n = 0; n <= below(12); n += 1) if (copy.length > 0) copy[below(copy.length)] = below(256)
      return copy
    },
    // Cut short.
    (raw) => raw.subarray(0, below(raw.length + 1)),
    // A piece lost.
    (raw) => {
      const [from, to] = piece(raw)
      return Buffer.concat([raw.subarray(0, from), raw.subarray(to)])
    },
    // A piece doubled, many times at its worst.
    (raw) => {
      const [from, to] = piece(raw)
      const part = raw.subarray(from, to)
      const times = Array.from({ length: 1 + below(40) }, () => part)
      return Buffer.concat([raw.subarray(0, to), ...times, raw.subarray(to)])
    },
    // A piece of another mail in its midst.
    (raw, other) => {
      const [from, to] = piece(other)
      const at = below(raw.length + 1)
      return Buffer.concat([raw.subarray(0, at), other.subarray(from, to), raw.subarray(at)])
    },
    // Boundaries, charsets, encodings and media types that lie.
    (raw) => swapText(raw, /boundary="?[^"\r\n;]+"?/i, () => 'boundary=altro'),
    (raw) =>
      swapText(raw, /charset="?[^"\r\n;]+"?/gi, () => `charset=${['utf-16', 'x-inventato', 'koi8-r'][below(3)]}`),
    (raw) =>
      swapText(
        raw,
        /^content-transfer-encoding:.*$/gim,
        () => `Content-Transfer-Encoding: ${['base64', 'quoted-printable', '7bit'][below(3)]}`,
      ),
    (raw) =>
      swapText(
        raw,
        /^content-type: [\w/.-]+/gim,
        () => `Content-Type: ${['multipart/mixed', 'message/rfc822', 'text/html', 'multipart/signed'][below(4)]}`,
      ),
    // Line ends of another system, and bare ones.
    (raw) => swapText(raw, /\r\n/g, () => (random() < 0.5 ? '\n' : '\r')),
    // Headers that say everything twice.
    (raw) => swapText(raw, /^(from|message-id|content-type|references): .*$/gim, (found) => `${found}\r\n${found}`),
  ]

  return (raw, other) => {
    let wounded: Buffer = raw
    for (let n = 0; n <= below(3); n += 1) wounded = (wounds[below(wounds.length)] ?? ((same) => same))(wounded, other)
    return wounded
  }
}
