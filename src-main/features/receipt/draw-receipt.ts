import {
  INK,
  LINE,
  MUTED,
  PAGE,
  type Pdf,
  WIDTH,
  closePaper,
  drawQr,
  heightOf,
  openPaper,
  printable,
  rule,
  write,
} from '../day-sheet/paper'
import type { ReceiptFacts } from './receipt-facts'

const QR = 84
const LABEL = 120
const GAP = 7

/** Breaks the page before what would be cut by its end. */
const roomFor = (doc: Pdf, y: number, height: number): number => {
  if (y + height <= PAGE.height - PAGE.margin) return y
  doc.addPage()
  return PAGE.margin
}

/** The paper that the citizen takes home, as a file: what the receipt on screen says, in the same order. */
export const drawReceipt = (facts: ReceiptFacts): Promise<Buffer> => {
  const { office, words } = facts
  const doc = openPaper({ title: `${words.heading} ${facts.number}`, author: office.serviceName, madeAt: facts.madeAt })
  const x = PAGE.margin
  let y: number = PAGE.margin
  const line = (text: string, size: number, weight: 'regular' | 'semibold' | 'bold' = 'regular', color = INK): void => {
    y += write(doc, printable(text), x, y, { size, weight, color, width: WIDTH })
  }
  line(words.town, 16, 'bold')
  line(office.serviceName, 11)
  line([office.address, office.phone, office.email].filter(Boolean).join(' · '), 9, 'regular', MUTED)
  y += GAP
  rule(doc, x, y, WIDTH)
  y += GAP * 2
  line(words.heading, 14, 'bold')
  y += GAP
  const codes = y
  const half = (WIDTH - QR) / 2
  ;[
    [words.number, facts.number],
    [words.trackingCode, facts.trackingCode],
  ].forEach(([label = '', value = ''], index) => {
    write(doc, label, x + index * half, codes, { size: 9.5, color: MUTED, width: half })
    write(doc, value, x + index * half, codes + 14, { size: 16, weight: 'bold', width: half })
  })
  drawQr(doc, facts.page || facts.trackingCode, x + WIDTH - QR, codes, QR)
  y = codes + QR + GAP * 2
  for (const { label, value } of facts.rows) {
    const text = printable(value)
    const look = { size: 10.5, width: WIDTH - LABEL }
    const height = heightOf(doc, text, look)
    y = roomFor(doc, y, height + GAP)
    write(doc, label, x, y, { size: 10.5, color: MUTED, width: LABEL })
    write(doc, text, x + LABEL, y, look)
    y += height + GAP / 2
    rule(doc, x, y, WIDTH)
    y += GAP / 2
  }
  y += GAP
  // A long text goes on by itself, page after page.
  doc.font('regular').fontSize(10.5).fillColor(INK)
  doc.text(printable(facts.description), x, y, { width: WIDTH })
  y = doc.y + GAP
  for (const text of [words.keep, words.follow].filter(Boolean)) {
    y = roomFor(doc, y, heightOf(doc, text, { size: 9, width: WIDTH }))
    line(text, 9)
  }
  y += GAP * 2
  const notice = printable(facts.privacyNotice)
  const small = { size: 8.5, width: WIDTH }
  y = roomFor(doc, y, heightOf(doc, notice, small) + 20)
  doc.lineWidth(0.5).strokeColor(LINE)
  rule(doc, x, y, WIDTH)
  y += GAP
  line(words.privacy, 9, 'bold')
  write(doc, notice, x, y, small)
  return closePaper(doc)
}
