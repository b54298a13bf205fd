/** A file's bytes that grow without being laid out anew each time. */
export class FileContent {
  #bytes: Buffer
  #length: number

  constructor(content: Uint8Array) {
    this.#bytes = Buffer.from(content)
    this.#length = content.length
  }

  get value(): Buffer {
    return this.#bytes.subarray(0, this.#length)
  }

  write(data: Uint8Array, at: number): void {
    this.cut(Math.max(this.#length, at + data.length))
    this.#bytes.set(data, at)
  }

  /** What it did not have before is zeros. */
  cut(length: number): void {
    if (length > this.#bytes.length)
      this.#bytes = Buffer.concat([this.value, Buffer.alloc(Math.max(length, 2 * this.#bytes.length) - this.#length)])
    else if (length > this.#length) this.#bytes.fill(0, this.#length, length)
    this.#length = length
  }
}
