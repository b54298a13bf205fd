/** Under what was brought into sight, so that it does not look cut off, in pixels. */
const AIR = 10

/**
 * Brings a part into sight by scrolling this one box. `scrollIntoView` moves every box around it as well: where panes
 * lie one below the other, a ticket that opens would push the list away from whoever walks through it.
 */
export const scrollWithin = (box: HTMLElement, part: HTMLElement, block: 'start' | 'nearest'): void => {
  const seen = box.getBoundingClientRect()
  const { top, bottom } = part.getBoundingClientRect()
  if (block === 'start' || top < seen.top) box.scrollTop += top - seen.top
  else if (bottom + AIR > seen.bottom) box.scrollTop += Math.min(top - seen.top, bottom + AIR - seen.bottom)
}
