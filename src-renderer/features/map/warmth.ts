/** Where something lies, in pixels of the canvas, and how much of it. */
export type Spot = readonly [x: number, y: number, weight: number]
/** From which share of the most on a colour (red, green, blue) holds. */
export type Stop = readonly [share: number, red: number, green: number, blue: number]

const SHADES = 256
/** How a spot fades from its middle to its rim. */
const FADING = [1, 0.9, 0.65, 0.35, 0.1, 0] as const

/** A colour for each strength from 0 to 255: that of a stop, or the mixture of the two that it lies between. */
export const rampOf = (stops: readonly Stop[]): Uint8ClampedArray => {
  const ramp = new Uint8ClampedArray(SHADES * 3)
  for (let shade = 0; shade < SHADES; shade += 1) {
    const share = shade / (SHADES - 1)
    const above = stops.find(([from]) => from >= share) ?? stops.at(-1)
    const below = stops.findLast(([from]) => from <= share) ?? stops.at(0)
    if (above === undefined || below === undefined) break
    const part = above[0] > below[0] ? (share - below[0]) / (above[0] - below[0]) : 0
    for (const hue of [1, 2, 3] as const) ramp[shade * 3 + hue - 1] = below[hue] + (above[hue] - below[hue]) * part
  }
  return ramp
}

/** Gives each pixel (red, green, blue, strength) the colour of its strength. */
export const colourIn = (pixels: Uint8ClampedArray, ramp: Uint8ClampedArray): void => {
  for (let at = 0; at < pixels.length; at += 4) {
    const shade = (pixels[at + 3] ?? 0) * 3
    if (shade === 0) continue
    pixels[at] = ramp[shade] ?? 0
    pixels[at + 1] = ramp[shade + 1] ?? 0
    pixels[at + 2] = ramp[shade + 2] ?? 0
  }
}

const stampOf = (radius: number): HTMLCanvasElement => {
  const stamp = document.createElement('canvas')
  stamp.width = stamp.height = Math.ceil(radius * 2)
  const context = stamp.getContext('2d')
  if (context === null) return stamp
  const fade = context.createRadialGradient(radius, radius, 0, radius, radius, radius)
  for (const [step, strength] of FADING.entries())
    fade.addColorStop(step / (FADING.length - 1), `rgb(0 0 0 / ${strength})`)
  context.fillStyle = fade
  context.fillRect(0, 0, stamp.width, stamp.height)
  return stamp
}

/** Draws spots that add up where they overlap; `most` is full strength, and nothing is fainter than `least`. */
export const drawWarmth = (
  canvas: HTMLCanvasElement,
  spots: readonly Spot[],
  look: { readonly radius: number; readonly most: number; readonly least: number; readonly ramp: Uint8ClampedArray },
): void => {
  const onto = canvas.getContext('2d')
  // Reading pixels back is slow from a canvas that is shown.
  const scratch = document.createElement('canvas')
  scratch.width = canvas.width
  scratch.height = canvas.height
  const context = scratch.getContext('2d', { willReadFrequently: true })
  if (onto === null || context === null) return
  const stamp = stampOf(look.radius)
  for (const [x, y, weight] of spots) {
    context.globalAlpha = Math.min(1, Math.max(look.least, weight / look.most))
    context.drawImage(stamp, x - look.radius, y - look.radius)
  }
  const picture = context.getImageData(0, 0, scratch.width, scratch.height)
  colourIn(picture.data, look.ramp)
  context.putImageData(picture, 0, 0)
  onto.save()
  onto.resetTransform()
  onto.drawImage(scratch, 0, 0)
  onto.restore()
}
