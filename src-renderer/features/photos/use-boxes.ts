import { ref } from 'vue'
import type { BlackBox } from '@shared/photos/photo-facts'

export interface DrawnBox extends BlackBox {
  readonly key: number
}

const SMALLEST = 0.01
const clamp = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, value))

/** Black boxes on a picture, in parts of its width and height: never outside it, never so small that they are lost. */
export const useBoxes = () => {
  const boxes = ref<DrawnBox[]>([])
  let lastKey = 0

  const kept = ({ x, y, width, height }: BlackBox): BlackBox => {
    const size = { width: clamp(width, SMALLEST, 1), height: clamp(height, SMALLEST, 1) }
    return { ...size, x: clamp(x, 0, 1 - size.width), y: clamp(y, 0, 1 - size.height) }
  }
  const add = (box: BlackBox): number => {
    lastKey += 1
    boxes.value = [...boxes.value, { key: lastKey, ...kept(box) }]
    return lastKey
  }
  const change = (key: number, by: Partial<BlackBox>): void => {
    boxes.value = boxes.value.map((box) =>
      box.key === key
        ? {
            key,
            ...kept({
              x: box.x + (by.x ?? 0),
              y: box.y + (by.y ?? 0),
              width: box.width + (by.width ?? 0),
              height: box.height + (by.height ?? 0),
            }),
          }
        : box,
    )
  }

  return {
    boxes,
    add,
    /** In the middle: the keyboard's way to begin one. */
    addInMiddle: (): number => add({ x: 0.4, y: 0.42, width: 0.2, height: 0.16 }),
    change,
    /** From one corner to the other, whichever way the hand went. */
    stretch: (key: number, from: { x: number; y: number }, to: { x: number; y: number }): void => {
      const left = clamp(Math.min(from.x, to.x), 0, 1)
      const top = clamp(Math.min(from.y, to.y), 0, 1)
      const right = clamp(Math.max(from.x, to.x), 0, 1)
      const bottom = clamp(Math.max(from.y, to.y), 0, 1)
      boxes.value = boxes.value.map((box) =>
        box.key === key ? { key, ...kept({ x: left, y: top, width: right - left, height: bottom - top }) } : box,
      )
    },
    remove: (key: number): void => {
      boxes.value = boxes.value.filter((box) => box.key !== key)
    },
    clear: (): void => {
      boxes.value = []
    },
  }
}
