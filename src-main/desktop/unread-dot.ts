/** Pixels of a red dot with a white rim as a bitmap (BGRA, premultiplied), for the corner of a taskbar's button. */
export const dotBitmap = (size: number): Buffer => {
  const pixels = Buffer.alloc(size * size * 4)
  const centre = (size - 1) / 2
  for (let y = 0; y < size; y += 1)
    for (let x = 0; x < size; x += 1) {
      const distance = Math.hypot(x - centre, y - centre)
      if (distance > centre) continue
      const isRim = distance > centre - Math.max(1, size / 12)
      pixels.set(isRim ? [255, 255, 255, 255] : [43, 43, 200, 255], (y * size + x) * 4)
    }
  return pixels
}
