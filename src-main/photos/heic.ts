/** Four bytes a pixel, upright. */
export interface RawPicture {
  readonly data: Uint8Array
  readonly width: number
  readonly height: number
}

export interface MeasuredHeic {
  readonly width: number
  readonly height: number
  /** Rejects when the rows are broken. */
  readonly decode: () => Promise<RawPicture>
}

/** An HEIF file's main picture, measured before any of it is decoded; null when there is none. */
export const measureHeic = async (bytes: Uint8Array): Promise<MeasuredHeic | null> => {
  // WebAssembly with its bytes inside: the same file for every system, a broken photo breaks only its sandbox, and who
  // never sees an HEIC never loads it.
  const { default: libheif } = await import('libheif-js/wasm-bundle.js')
  const images = new libheif.HeifDecoder().decode(bytes)
  const image = images.find((one) => one.is_primary()) ?? images[0]
  if (image === undefined) return null
  const width = image.get_width()
  const height = image.get_height()
  const decode = (): Promise<RawPicture> =>
    new Promise((resolve, reject) => {
      const data = new Uint8ClampedArray(width * height * 4)
      image.display({ data, width, height }, (filled) => {
        image.free()
        if (!filled) return reject(new Error('the picture could not be decoded'))
        resolve({ data: new Uint8Array(data.buffer), width, height })
      })
    })
  return { width, height, decode }
}
