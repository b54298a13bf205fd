import { paperText } from '@shared/crews/paper-text'
import { drawDisc } from './draw-map'
import {
  ALARM,
  drawQr,
  heightOf,
  INK,
  LINE,
  MUTED,
  type Pdf,
  printable,
  rule,
  type TextLook,
  tickBox,
  WIDTH,
  write,
} from './paper'
import type { SheetStop } from './sheet-facts'
import type { SheetWords } from './sheet-words'

const SIDE = 72
const QR = 58
const PHOTO = { width: 118, height: 88 } as const
const GAP = 10

/** A part of a stop: how high, and how to draw it there. */
interface Part {
  readonly height: number
  readonly draw: (y: number) => void
}

/** A stop made ready: its height is known before it is drawn, so that none is cut by a page's end. */
export interface StopBlock {
  readonly height: number
  readonly draw: (y: number) => void
}

const drawPhoto = (doc: Pdf, photo: Uint8Array, x: number, y: number, words: SheetWords): void => {
  try {
    doc.save()
    doc.rect(x, y, PHOTO.width, PHOTO.height).clip()
    doc.image(Buffer.from(photo), x, y, { cover: [PHOTO.width, PHOTO.height], align: 'center', valign: 'center' })
    doc.restore()
  } catch {
    // A picture that is none inside its name: the sheet is worth more than one photo.
    doc.restore()
    write(doc, words.say('photoUnreadable'), x + 6, y + 30, {
      size: 7.5,
      color: MUTED,
      width: PHOTO.width - 12,
      align: 'center',
    })
  }
  doc.lineWidth(0.5).strokeColor(LINE).rect(x, y, PHOTO.width, PHOTO.height).stroke()
}

const textPart = (doc: Pdf, x: number, text: string, look: TextLook, below = 0): Part => ({
  height: text === '' ? 0 : heightOf(doc, text, look) + below,
  draw: (y) => void write(doc, text, x, y, look),
})

const alarmOf = (stop: SheetStop, words: SheetWords): string =>
  stop.emergency
    ? words.say('emergency')
    : stop.priority === 'urgent'
      ? words.say('urgent')
      : stop.priority === 'high'
        ? words.say('high')
        : ''

const moreFiles = (stop: SheetStop, words: SheetWords): string =>
  stop.moreFiles === 0
    ? ''
    : stop.moreFiles === 1
      ? words.say('morePhotos')
      : words.say('moreFiles', { count: stop.moreFiles })

/** What the crew reads: where, what, who called. */
const saidParts = (doc: Pdf, stop: SheetStop, x: number, width: number, words: SheetWords): Part[] => {
  const alarm = alarmOf(stop, words)
  const where = [stop.place, stop.place.includes(stop.district) ? '' : stop.district].filter(Boolean).join(', ')
  const person =
    stop.person === null
      ? ''
      : `${words.say('call')}: ${[stop.person.name, stop.person.phone || words.say('noPhone')].filter(Boolean).join(', ')}`
  const facts = [stop.number, stop.category, words.time(stop.minutes), moreFiles(stop, words)].filter(Boolean)
  return [
    textPart(doc, x, printable(where === '' ? stop.number : where), { size: 12.5, weight: 'bold', width, lines: 2 }),
    textPart(doc, x, alarm, { size: 8.5, weight: 'bold', color: ALARM, width }),
    textPart(doc, x, printable(stop.subject), { size: 10.5, weight: 'semibold', width, lines: 2 }),
    textPart(doc, x, printable(facts.join(' · ')), { size: 8, color: MUTED, width, lines: 1 }, 2),
    textPart(doc, x, printable(paperText(stop.text)), { size: 9.5, width, lines: 5 }, 2),
    textPart(doc, x, printable(person), { size: 9.5, weight: 'semibold', width, lines: 1 }),
  ]
}

const CHECK_COLUMNS = 2

const checklistPart = (doc: Pdf, lines: readonly string[], x: number, width: number): Part => {
  const column = width / CHECK_COLUMNS
  const look: TextLook = { size: 9, width: column - 18, lines: 2 }
  const rows: string[][] = []
  for (let at = 0; at < lines.length; at += CHECK_COLUMNS)
    rows.push(lines.slice(at, at + CHECK_COLUMNS).map((line) => printable(line)))
  const heights = rows.map((row) => Math.max(12, ...row.map((line) => heightOf(doc, line, look))) + 1)
  return {
    height: rows.length === 0 ? 0 : heights.reduce((sum, height) => sum + height, 4),
    draw: (top) => {
      let y = top + 3
      rows.forEach((row, index) => {
        row.forEach((line, place) => {
          tickBox(doc, x + place * column, y + 2.5)
          write(doc, line, x + place * column + 13, y, look)
        })
        y += heights[index] ?? 0
      })
    },
  }
}

const LINE_STEP = 16.5

/** What the crew writes: the result, how long, with what, and two lines for the rest. */
const resultPart = (doc: Pdf, x: number, width: number, words: SheetWords): Part => ({
  height: LINE_STEP * 4 + 4,
  draw: (top) => {
    const look: TextLook = { size: 9, width: 200 }
    const box = (label: string, at: number, y: number): number => {
      tickBox(doc, at, y + 2.5)
      write(doc, label, at + 12, y, look)
      return at + 12 + doc.widthOfString(label) + 5
    }
    const field = (label: string, at: number, y: number, to: number): void => {
      write(doc, label, at, y, { ...look, color: MUTED })
      rule(doc, at + doc.widthOfString(label) + 4, y + 11, to - (at + doc.widthOfString(label) + 4))
    }
    const right = x + width
    let y = top + 5
    const afterDone = box(words.say('done'), x, y)
    const afterNotDone = box(words.say('notDone'), afterDone + 14, y)
    rule(doc, afterNotDone, y + 11, right - afterNotDone)
    y += LINE_STEP
    const half = x + width / 2
    const afterCrew = box(words.say('otherCrew'), x, y)
    rule(doc, afterCrew, y + 11, half - 10 - afterCrew)
    const afterFound = box(words.say('foundElse'), half, y)
    rule(doc, afterFound, y + 11, right - afterFound)
    y += LINE_STEP
    field(words.say('time'), x, y, half - 10)
    field(words.say('materials'), half, y, right)
    y += LINE_STEP
    field(words.say('notes'), x, y, right)
  },
})

const reportedPart = (doc: Pdf, stop: SheetStop, x: number, width: number, words: SheetWords): Part => {
  const title = words.say(stop.status === 'done' ? 'alreadyDone' : 'alreadyNotDone')
  const text = printable([title, stop.note].filter(Boolean).join('. '))
  return textPart(doc, x, text, { size: 9.5, weight: 'semibold', width, lines: 4 }, 6)
}

export const stopBlock = (
  doc: Pdf,
  stop: SheetStop,
  place: { readonly index: number; readonly x: number; readonly color: string },
  words: SheetWords,
): StopBlock => {
  const left = place.x + SIDE
  const inner = WIDTH - SIDE
  const said = saidParts(doc, stop, left, inner - (stop.photo ? PHOTO.width + GAP : 0), words)
  const saidHeight = said.reduce((sum, { height }) => sum + height, 0)
  const headHeight = Math.max(saidHeight, stop.photo ? PHOTO.height + 4 : 0)
  const checklist = checklistPart(doc, stop.checklist, left, inner)
  const result =
    stop.status === 'planned' ? resultPart(doc, left, inner, words) : reportedPart(doc, stop, left, inner, words)
  const height = Math.max(headHeight + checklist.height + result.height, QR + 48) + 14
  return {
    height,
    draw: (top) => {
      const y = top + 7
      doc
        .lineWidth(0.8)
        .strokeColor(INK)
        .moveTo(place.x, top)
        .lineTo(place.x + WIDTH, top)
        .stroke()
      drawDisc(doc, place.x + QR / 2, y + 13, place.index + 1, place.color, 12)
      drawQr(doc, stop.code.replace('-', ''), place.x, y + 31, QR)
      write(doc, stop.code, place.x - 6, y + 31 + QR + 2, {
        size: 11,
        weight: 'bold',
        width: QR + 12,
        align: 'center',
      })
      if (stop.photo) drawPhoto(doc, stop.photo, place.x + WIDTH - PHOTO.width, y, words)
      let at = y
      for (const part of said) {
        part.draw(at)
        at += part.height
      }
      checklist.draw(y + headHeight)
      result.draw(y + headHeight + checklist.height)
    },
  }
}
