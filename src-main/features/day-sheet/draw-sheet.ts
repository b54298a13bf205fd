import { setImmediate } from 'node:timers/promises'
import { drawMap } from './draw-map'
import { stopBlock } from './draw-stop'
import { INK, MUTED, PAGE, type Pdf, WIDTH, closePaper, heightOf, openPaper, printable, write } from './paper'
import type { SheetFacts } from './sheet-facts'
import { type SheetLanguage, type SheetWords, sheetWords } from './sheet-words'

const BOTTOM = PAGE.height - PAGE.margin - 16
const MAP_HEIGHT = 230

/** A4, black on white, the crew's colour only where losing it loses nothing. */
export const drawSheet = async (facts: SheetFacts, language: SheetLanguage): Promise<Buffer> => {
  const words = sheetWords(language)
  const day = words.longDay(facts.day)
  const doc = openPaper({
    title: `${words.say('title')}: ${facts.crew.name}, ${day}`,
    author: `${facts.town}, ${facts.serviceName}`,
    madeAt: facts.printedAt,
  })
  let y = drawHead(doc, facts, words)
  if (facts.stops.length === 0)
    write(doc, words.say(facts.rounds.length > 0 ? 'onlyRounds' : 'noStops'), PAGE.margin, y + 20, {
      size: 12,
      width: WIDTH,
    })
  else {
    drawMap(doc, facts, { x: PAGE.margin, y, width: WIDTH, height: MAP_HEIGHT }, words)
    y += MAP_HEIGHT + 4
    y += write(doc, unplaced(facts, words), PAGE.margin, y, { size: 8, color: MUTED, width: WIDTH })
    y += 6
  }
  for (const [index, stop] of facts.stops.entries()) {
    // Between two stops the engine answers its desks.
    await setImmediate()
    const block = stopBlock(doc, stop, { index, x: PAGE.margin, color: facts.crew.color }, words)
    if (y + block.height > BOTTOM) {
      doc.addPage()
      y = PAGE.margin
    }
    block.draw(y)
    y += block.height
  }
  drawFeet(doc, facts, day, words)
  return closePaper(doc)
}

/** Stops that the map cannot show are named: nobody shall look for number 4 and not find it. */
const unplaced = (facts: SheetFacts, words: SheetWords): string => {
  const numbers = facts.stops.flatMap(({ point }, index) => (point === null ? [index + 1] : []))
  return numbers.length === 0 ? '' : words.say('noPlace', { numbers: numbers.join(', ') })
}

/** How long the van is on the road, and by which measure. */
const wayOf = ({ way }: SheetFacts, words: SheetWords): string => {
  if (way === null) return ''
  const how = words.say(way.measure, { factor: words.decimal(way.factor, 2) })
  const km = words.decimal(way.metres / 1000, 1)
  return words.say('way', { km, time: words.time(Math.round(way.seconds / 60)), how })
}

const drawHead = (doc: Pdf, facts: SheetFacts, words: SheetWords): number => {
  const { crew, stops } = facts
  const [x, top] = [PAGE.margin, PAGE.margin]
  const side = 170
  const main = WIDTH - side - 14
  const time = words.time(stops.reduce((sum, { minutes }) => sum + minutes, 0))
  const summary = words.say(stops.length === 1 ? 'summaryOne' : 'summary', { visits: stops.length, time })
  const people = crew.members.map(({ name, phone }) => [name, phone].filter(Boolean).join(' '))
  const lines = [crew.vehicle, ...people].filter(Boolean).join(' · ')
  let y = top
  y += write(doc, printable(crew.name), x + 14, y, { size: 20, weight: 'bold', width: main, lines: 2 })
  y += write(doc, words.longDay(facts.day), x + 14, y, { size: 13, weight: 'semibold', width: main })
  y += write(doc, printable(lines), x + 14, y + 1, { size: 9, color: MUTED, width: main, lines: 2 })
  for (const { name, minutes, where } of facts.rounds) {
    const text = words.say('round', { name, time: words.time(minutes), where: where || words.say('wholeTown') })
    y += write(doc, printable(text), x + 14, y + 2, { size: 9.5, weight: 'semibold', width: main, lines: 3 }) + 2
  }
  const right: readonly (readonly [string, number, 'regular' | 'semibold' | 'bold'])[] = [
    [words.say('title'), 11, 'bold'],
    [printable(`${facts.town} · ${facts.serviceName}`), 8.5, 'regular'],
    [facts.officePhone, 8.5, 'regular'],
    [stops.length === 0 ? '' : summary, 9.5, 'semibold'],
    [wayOf(facts, words), 8.5, 'regular'],
  ]
  let aside = top + 2
  for (const [text, size, weight] of right) {
    const look = { size, weight, width: side, align: 'right' } as const
    write(doc, text, x + WIDTH - side, aside, look)
    aside += heightOf(doc, text, look)
  }
  const bottom = Math.max(y, aside) + 2
  doc.rect(x, top + 2, 6, bottom - top - 2).fill(crew.color)
  return bottom + 8
}

const drawFeet = (doc: Pdf, facts: SheetFacts, day: string, words: SheetWords): void => {
  const { start, count } = doc.bufferedPageRange()
  for (let page = 0; page < count; page += 1) {
    doc.switchToPage(start + page)
    // Below the margin: without this pdfkit would begin a new page for the foot.
    doc.page.margins.bottom = 0
    const y = PAGE.height - PAGE.margin - 4
    const left = `${printable(facts.crew.name)}, ${day} · ${words.say('backAtDesk')}`
    write(doc, left, PAGE.margin, y, { size: 7.5, color: MUTED, width: WIDTH - 150, lines: 1 })
    const right = `${words.say('printed', { when: words.moment(facts.printedAt, facts.zone) })} · ${words.say('page', { page: page + 1, pages: count })}`
    write(doc, right, PAGE.margin + WIDTH - 150, y, { size: 7.5, color: INK, width: 150, align: 'right', lines: 1 })
  }
}
