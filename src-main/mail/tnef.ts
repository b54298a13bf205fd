import { rtfWords, unpackedRtf } from './rtf'

/** Outlook's own wrapping (`winmail.dat`, MS-OXTNEF): only what a reader wants is taken out, words and files. */

export interface TnefFile {
  readonly name: string
  readonly type: string | null
  readonly content: Uint8Array
}

export interface TnefContent {
  readonly text: string
  readonly html: string | null
  readonly files: readonly TnefFile[]
  /** False: something of it could not be taken out, so that the wrapping itself is still worth keeping. */
  readonly isWhole: boolean
}

const SIGNATURE = 0x223e9f78
const ATTRIBUTE = {
  body: 0x0002800c,
  messageProps: 0x00069003,
  fileBegins: 0x00069002,
  fileTitle: 0x00018010,
  fileData: 0x0006800f,
  fileProps: 0x00069005,
  codePage: 0x00069007,
} as const
const PROPERTY = {
  body: 0x1000,
  html: 0x1013,
  rtf: 0x1009,
  longName: 0x3707,
  shortName: 0x3704,
  mimeTag: 0x370e,
} as const
const STRING8 = 0x1e
const UNICODE = 0x1f
const BINARY = 0x102
const OBJECT = 0x0d
const MULTIPLE = 0x1000
const MAX_PROPERTIES = 10_000
const MAX_FILES = 500

const FIXED_SIZES: Readonly<Record<number, number>> = {
  0x02: 4,
  0x03: 4,
  0x04: 4,
  0x05: 8,
  0x06: 8,
  0x07: 8,
  0x0a: 4,
  0x0b: 4,
  0x14: 8,
  0x40: 8,
  0x48: 16,
}

class Reader {
  at = 0
  constructor(readonly bytes: Buffer) {}
  get left(): number {
    return this.bytes.length - this.at
  }
  u16(): number {
    this.at += 2
    return this.bytes.readUInt16LE(this.at - 2)
  }
  u32(): number {
    this.at += 4
    return this.bytes.readUInt32LE(this.at - 4)
  }
  take(length: number): Buffer {
    if (length > this.left) throw new RangeError('cut off')
    this.at += length
    return this.bytes.subarray(this.at - length, this.at)
  }
  padded(length: number): Buffer {
    const taken = this.take(length)
    this.at = Math.min(this.bytes.length, this.at + ((4 - (length % 4)) % 4))
    return taken
  }
}

const decoderFor = (codePage: number): TextDecoder => {
  try {
    return new TextDecoder(codePage === 65001 ? 'utf-8' : `windows-${codePage}`)
  } catch {
    return new TextDecoder('windows-1252')
  }
}

const wide = new TextDecoder('utf-16le')
const withoutNul = (text: string): string => text.split('\0', 1)[0] ?? ''

type Properties = ReadonlyMap<number, { readonly type: number; readonly value: Buffer }>

/** MAPI properties: of variable ones the first value, fixed ones are passed over. */
const properties = (bytes: Buffer): Properties => {
  const reader = new Reader(bytes)
  const found = new Map<number, { type: number; value: Buffer }>()
  const count = Math.min(reader.u32(), MAX_PROPERTIES)
  for (let n = 0; n < count; n += 1) {
    const declared = reader.u16()
    const id = reader.u16()
    const type = declared & ~MULTIPLE
    if (id >= 0x8000) {
      reader.take(16)
      if (reader.u32() === 0) reader.u32()
      else reader.padded(reader.u32())
    }
    const isVariable = type === STRING8 || type === UNICODE || type === BINARY || type === OBJECT
    const size = FIXED_SIZES[type]
    if (!isVariable && size === undefined) throw new RangeError('a property of a type that is not known')
    const values = isVariable || declared !== type ? Math.min(reader.u32(), MAX_PROPERTIES) : 1
    for (let value = 0; value < values; value += 1) {
      const data = isVariable ? reader.padded(reader.u32()) : reader.take(size ?? 0)
      if (isVariable && value === 0) found.set(id, { type, value: data })
    }
  }
  return found
}

const textOf = (props: Properties, id: number, narrow: TextDecoder): string | null => {
  const found = props.get(id)
  if (found === undefined) return null
  return withoutNul((found.type === UNICODE ? wide : narrow).decode(found.value))
}

/** HTML comes as bytes that name their own charset, or not. */
const htmlOf = (props: Properties, narrow: TextDecoder): string | null => {
  const found = props.get(PROPERTY.html)
  if (found === undefined) return null
  if (found.type === UNICODE) return withoutNul(wide.decode(found.value))
  try {
    return withoutNul(new TextDecoder('utf-8', { fatal: true }).decode(found.value))
  } catch {
    return withoutNul(narrow.decode(found.value))
  }
}

interface OpenFile {
  title: string
  name: string | null
  type: string | null
  content: Buffer | null
}

/** What lies in a `winmail.dat`; null when it is none, or cut off before anything could be had. */
export const readTnef = (bytes: Uint8Array): TnefContent | null => {
  const reader = new Reader(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
  if (reader.left < 6 || reader.u32() !== SIGNATURE) return null
  reader.u16()
  let narrow = decoderFor(1252)
  let text = ''
  let html: string | null = null
  let isWhole = true
  const files: OpenFile[] = []
  try {
    while (reader.left >= 11) {
      reader.take(1)
      const id = reader.u32()
      const data = reader.take(reader.u32())
      reader.u16()
      const file = files.at(-1)
      if (id === ATTRIBUTE.codePage && data.length >= 4) narrow = decoderFor(data.readUInt32LE(0))
      else if (id === ATTRIBUTE.body) text = withoutNul(narrow.decode(data))
      else if (id === ATTRIBUTE.messageProps) {
        const props = properties(data)
        html = htmlOf(props, narrow)
        text = text || (textOf(props, PROPERTY.body, narrow) ?? '')
        const rtf = props.get(PROPERTY.rtf)
        if (rtf !== undefined && html === null && text === '') {
          const plain = unpackedRtf(rtf.value)
          if (plain === null) isWhole = false
          else ({ text, html } = rtfWords(plain, (bytes) => narrow.decode(bytes)))
        }
      } else if (id === ATTRIBUTE.fileBegins) {
        if (files.length >= MAX_FILES) throw new RangeError('more files than anybody sends')
        files.push({ title: '', name: null, type: null, content: null })
      } else if (file !== undefined && id === ATTRIBUTE.fileTitle) file.title = withoutNul(narrow.decode(data))
      else if (file !== undefined && id === ATTRIBUTE.fileData) file.content = data
      else if (file !== undefined && id === ATTRIBUTE.fileProps) {
        const props = properties(data)
        file.name = textOf(props, PROPERTY.longName, narrow) ?? textOf(props, PROPERTY.shortName, narrow)
        file.type = textOf(props, PROPERTY.mimeTag, narrow)
      }
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    isWhole = false
  }
  const whole = files.flatMap(({ title, name, type, content }) =>
    content === null ? [] : [{ name: name || title, type, content: new Uint8Array(content) }],
  )
  return whole.length === 0 && text === '' && html === null
    ? null
    : { text, html, files: whole, isWhole: isWhole && whole.length === files.length }
}
