import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { writeWhole } from '@main/platform/write-whole'

const place = z.object({
  x: z.int(),
  y: z.int(),
  width: z.int().min(800).max(20_000),
  height: z.int().min(500).max(20_000),
  maximized: z.boolean(),
})
export type WindowPlace = z.output<typeof place>

interface Area {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** At least this much of the title bar must lie on a screen, or nobody could take hold of the window. */
const GRIP = 80

export const isReachable = (window: Area, screens: readonly Area[]): boolean =>
  screens.some(
    (screen) =>
      window.x + window.width - GRIP >= screen.x &&
      window.x + GRIP <= screen.x + screen.width &&
      window.y >= screen.y &&
      window.y + GRIP <= screen.y + screen.height,
  )

/**
 * A place of the page (`app://desk/#/ticket/12`) by its first word, under which its window's place is remembered; null for
 * every other address.
 */
export const ownPlace = (url: string, origin: string): string | null =>
  url.startsWith(`${origin}/#/`) ? (/^[a-z]{1,20}(?=$|[/?])/.exec(url.slice(origin.length + 3))?.[0] ?? null) : null

/** Where the window was last time; null when that is not known or no screen is there any more. */
export const readPlace = (file: string, screens: readonly Area[]): WindowPlace | null => {
  try {
    const found = place.parse(JSON.parse(readFileSync(file, 'utf8')))
    return isReachable(found, screens) ? found : null
  } catch {
    return null
  }
}

export const savePlace = (file: string, value: WindowPlace): void => {
  try {
    writeWhole(file, JSON.stringify(value))
  } catch {
    // A place that was not written down costs one drag of the mouse.
  }
}
