import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { create as fontOf, type Font } from 'fontkit'
import PDFDocument from 'pdfkit'
import QRCode from 'qrcode'
import { sfntOfWoff } from './sfnt-of-woff'

export type Pdf = PDFKit.PDFDocument

/** A4 in points. */
export const PAGE = { width: 595.28, height: 841.89, margin: 34 } as const
export const WIDTH = PAGE.width - 2 * PAGE.margin

export const INK = '#111111'
export const MUTED = '#4a4a4a'
export const LINE = '#9a9a9a'
export const ALARM = '#a30000'

export type Weight = 'regular' | 'semibold' | 'bold'
const WEIGHTS: Readonly<Record<Weight, number>> = { regular: 400, semibold: 600, bold: 700 }

const files = createRequire(import.meta.url)
const fonts = new Map<Weight, { readonly bytes: Buffer; readonly font: Font }>()

/** The desk's own letters, embedded as subsets: the sheet looks the same on a printer that has none of them. */
const letters = (weight: Weight): { readonly bytes: Buffer; readonly font: Font } => {
  const known = fonts.get(weight)
  if (known) return known
  const name = `@fontsource/titillium-web/files/titillium-web-latin-${WEIGHTS[weight]}-normal.woff`
  const bytes = sfntOfWoff(readFileSync(files.resolve(name)))
  const read = { bytes, font: fontOf(bytes) as Font }
  fonts.set(weight, read)
  return read
}

/**
 * What these letters can show: others become their plain form (`ș` → `s`), and what has none (pictures, other scripts)
 * a dot, so that a citizen's text never prints as empty boxes.
 */
export const printable = (text: string): string => {
  const { font } = letters('regular')
  const has = (sign: string): boolean => font.hasGlyphForCodePoint(sign.codePointAt(0) ?? 0)
  return [...text.normalize('NFC').replaceAll('\r\n', '\n').replaceAll('\t', ' ')]
    .map((sign) => {
      if (sign === '\n' || has(sign)) return sign
      if (/[\p{M}\p{Cf}\p{Cc}\uFE0F]/u.test(sign)) return ''
      const plain = [...sign.normalize('NFKD')].filter((part) => !/\p{M}/u.test(part) && has(part)).join('')
      return plain === '' ? '·' : plain
    })
    .join('')
}

export interface PaperInfo {
  readonly title: string
  readonly author: string
  readonly madeAt: number
}

export const openPaper = ({ title, author, madeAt }: PaperInfo): Pdf => {
  const doc = new PDFDocument({
    size: 'A4',
    margin: PAGE.margin,
    bufferPages: true,
    autoFirstPage: false,
    // Its standard letters cannot be embedded.
    font: letters('regular').bytes as unknown as string,
    info: { Title: title, Author: author, Creator: 'Cantoniere', CreationDate: new Date(madeAt) },
  })
  for (const weight of ['regular', 'semibold', 'bold'] as const) doc.registerFont(weight, letters(weight).bytes)
  doc.addPage()
  return doc
}

/** The finished file. */
export const closePaper = (doc: Pdf): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const parts: Buffer[] = []
    doc.on('data', (part: Buffer) => parts.push(part))
    doc.on('end', () => resolve(Buffer.concat(parts)))
    doc.on('error', reject)
    doc.end()
  })

export interface TextLook {
  readonly size: number
  readonly weight?: Weight
  readonly color?: string
  readonly width: number
  readonly align?: 'left' | 'right' | 'center'
  /** Lines after which it ends with dots. */
  readonly lines?: number
}

const setLook = (doc: Pdf, { size, weight = 'regular', color = INK }: TextLook): void => {
  doc.font(weight).fontSize(size).fillColor(color)
}

const fitOf = (doc: Pdf, look: TextLook): PDFKit.Mixins.TextOptions => ({
  width: look.width,
  align: look.align ?? 'left',
  lineGap: 0,
  ...(look.lines === undefined ? {} : { height: doc.currentLineHeight(true) * look.lines + 0.1, ellipsis: '…' }),
})

/** How high a text will be; 0 for none. */
export const heightOf = (doc: Pdf, text: string, look: TextLook): number => {
  if (text === '') return 0
  setLook(doc, look)
  const full = doc.heightOfString(text, { width: look.width })
  return look.lines === undefined ? full : Math.min(full, doc.currentLineHeight(true) * look.lines)
}

/** Writes a text with its upper left corner there; returns how high it is. */
export const write = (doc: Pdf, text: string, x: number, y: number, look: TextLook): number => {
  if (text === '') return 0
  const height = heightOf(doc, text, look)
  setLook(doc, look)
  doc.text(text, x, y, fitOf(doc, look))
  return height
}

/** An empty box to tick with a pen. */
export const tickBox = (doc: Pdf, x: number, y: number, size = 8): void => {
  doc.lineWidth(0.8).strokeColor(INK).rect(x, y, size, size).stroke()
}

/** Dark squares as one vector shape: sharp on any printer, and small. */
export const drawQr = (doc: Pdf, text: string, x: number, y: number, size: number): void => {
  const { modules } = QRCode.create(text, { errorCorrectionLevel: 'M' })
  const cell = size / modules.size
  for (let row = 0; row < modules.size; row += 1)
    for (let column = 0; column < modules.size; column += 1)
      if (modules.get(row, column)) doc.rect(x + column * cell, y + row * cell, cell + 0.02, cell + 0.02)
  doc.fill('#000000')
}

/** A line to write on. */
export const rule = (doc: Pdf, x: number, y: number, width: number): void => {
  if (width > 0)
    doc
      .lineWidth(0.5)
      .strokeColor(LINE)
      .moveTo(x, y)
      .lineTo(x + width, y)
      .stroke()
}
