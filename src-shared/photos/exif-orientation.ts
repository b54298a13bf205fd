const ORIENTATION = 0x0112
const SHORT = 3

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

/** How a picture wants to be turned (1 to 8), from a TIFF block; 1 when it does not say. */
export const orientationOf = (tiff: Uint8Array): number => {
  if (tiff.byteLength < 14) return 1
  const view = viewOf(tiff)
  const order = view.getUint16(0)
  if (order !== 0x4949 && order !== 0x4d4d) return 1
  const little = order === 0x4949
  const at = view.getUint32(4, little)
  if (at + 2 > tiff.byteLength) return 1
  const count = view.getUint16(at, little)
  for (let entry = 0; entry < count; entry += 1) {
    const from = at + 2 + entry * 12
    if (from + 12 > tiff.byteLength) return 1
    if (view.getUint16(from, little) !== ORIENTATION || view.getUint16(from + 2, little) !== SHORT) continue
    const turn = view.getUint16(from + 8, little)
    return turn >= 1 && turn <= 8 ? turn : 1
  }
  return 1
}

/** The payload of a JPEG's APP1 that says how to turn the picture, and nothing else. */
export const orientationOnly = (orientation: number): Uint8Array => {
  const payload = new Uint8Array(32)
  payload.set([0x45, 0x78, 0x69, 0x66, 0, 0, 0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1])
  payload.set([0x01, 0x12, 0, SHORT, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0], 16)
  return payload
}
