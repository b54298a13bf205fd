import type { Priority, TicketStatus } from '@shared/tickets/vocabulary'
import { PIN_MARKS, PIN_OUTLINES, PIN_URGENT, pinColour } from '@/ui/map/pin-shapes'

/** How a pin or a cluster looks, drawn once; its middle is the ticket's place. */
export type Sprite = HTMLCanvasElement

/** Pixels of a pin, and of the box in which its outline is told. */
export const PIN_SIZE = 26
const PIN_BOX = 26
/** Around a mark: its shadow, its ring. */
const MARGIN = 8

export const clusterSize = (count: number): number => (count < 10 ? 30 : count < 100 ? 36 : count < 1000 ? 42 : 50)

export interface PinLook {
  readonly status: TicketStatus
  readonly priority: Priority
  readonly isSelected: boolean
  readonly isShown: boolean
}

/**
 * A picture of each mark that the map can hold, drawn when it is first wanted: a few dozen in all, however many tickets
 * lie on the map. Colours and letters are those of the style sheet.
 */
export class PinSprites {
  readonly #drawn = new Map<string, Sprite>()
  #sharp = 0

  constructor(private readonly container: HTMLElement) {}

  /** The theme has changed. */
  clear(): void {
    this.#drawn.clear()
  }

  pin({ status, priority, isSelected, isShown }: PinLook): Sprite {
    const isUrgent = priority === 'urgent'
    return this.#sprite(`${status} ${isUrgent} ${isSelected} ${isShown}`, PIN_SIZE, (context) => {
      const ground = this.#colour('--ui-bg')
      if (isShown) ring(context, PIN_SIZE / 2 + 4.5, 3, ground, this.#colour('--ui-text-highlighted'))
      else if (isSelected)
        ring(context, PIN_SIZE / 2 + 4, 2, this.#colour('--desk-row-selected'), this.#colour('--ui-primary'))
      context.scale(PIN_SIZE / PIN_BOX, PIN_SIZE / PIN_BOX)
      context.translate(-12, -12)
      context.lineJoin = 'round'
      context.lineCap = 'round'
      context.strokeStyle = ground
      context.fillStyle = this.#colour(pinColour(status))
      const outline = new Path2D(PIN_OUTLINES[status])
      shaded(context, () => context.fill(outline))
      context.lineWidth = 1.75
      context.stroke(outline)
      const mark = PIN_MARKS[status]
      if (mark?.kind === 'mark') {
        context.fillStyle = ground
        context.fill(new Path2D(mark.path))
      } else if (mark) {
        context.lineWidth = 2
        context.stroke(new Path2D(mark.path))
      }
      if (!isUrgent) return
      const badge = new Path2D(PIN_URGENT.ground)
      context.fillStyle = this.#colour('--ui-error')
      context.fill(badge)
      context.lineWidth = 1
      context.stroke(badge)
      context.lineWidth = 1.5
      context.stroke(new Path2D(PIN_URGENT.sign))
    })
  }

  cluster(count: number, words: string, hasUrgent: boolean): Sprite {
    const size = clusterSize(count)
    return this.#sprite(`${words} ${hasUrgent}`, size, (context) => {
      const ground = this.#colour('--ui-bg')
      if (hasUrgent) ring(context, size / 2 + 1.5, 3, ground, this.#colour('--ui-error'))
      context.fillStyle = ground
      shaded(context, () => fillDisc(context, size / 2))
      context.fillStyle = this.#colour('--ui-text-toned')
      fillDisc(context, size / 2 - 2)
      context.fillStyle = ground
      context.font = `700 12px ${getComputedStyle(this.container).fontFamily}`
      context.textAlign = 'center'
      context.textBaseline = 'alphabetic'
      const { actualBoundingBoxAscent: above, actualBoundingBoxDescent: below } = context.measureText(words)
      context.fillText(words, 0, (above - below) / 2)
    })
  }

  #colour(name: string): string {
    return getComputedStyle(this.container).getPropertyValue(name).trim() || '#888'
  }

  /** Drawn around its own middle. */
  #sprite(key: string, size: number, draw: (context: CanvasRenderingContext2D) => void): Sprite {
    const sharp = window.devicePixelRatio || 1
    if (sharp !== this.#sharp) this.clear()
    this.#sharp = sharp
    const kept = this.#drawn.get(key)
    if (kept) return kept
    const sprite = document.createElement('canvas')
    sprite.width = Math.ceil((size + 2 * MARGIN) * sharp)
    sprite.height = sprite.width
    const context = sprite.getContext('2d')
    if (context) {
      context.translate(sprite.width / 2, sprite.height / 2)
      context.scale(sharp, sharp)
      draw(context)
    }
    this.#drawn.set(key, sprite)
    return sprite
  }
}

const fillDisc = (context: CanvasRenderingContext2D, radius: number): void => {
  context.beginPath()
  context.arc(0, 0, radius, 0, 2 * Math.PI)
  context.fill()
}

const ring = (context: CanvasRenderingContext2D, radius: number, width: number, ground: string, line: string): void => {
  context.fillStyle = ground
  context.strokeStyle = line
  context.lineWidth = width
  fillDisc(context, radius)
  context.stroke()
}

const shaded = (context: CanvasRenderingContext2D, draw: () => void): void => {
  context.shadowColor = 'rgb(0 0 0 / 35%)'
  context.shadowBlur = 3
  context.shadowOffsetY = 1
  draw()
  context.shadowColor = 'transparent'
}
