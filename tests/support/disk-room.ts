import { constants } from 'node:os'
import { closeSync, openSync, readSync, writeFileSync, writeSync } from 'node:fs'

const NUMBERS = 4

export interface Scarcity {
  /** How many steps on the disk still find room. */
  readonly steps: number
  /** Only steps that make a file longer, as most disks; or every one, as a disk that writes elsewhere each time. */
  readonly needs: 'growth' | 'anything'
  readonly error?: 'ENOSPC' | 'EDQUOT' | 'EROFS' | 'EIO'
}

/** How much room the processes find that were started with `scarceDisk` (see shims/disk.c). */
export class DiskRoom {
  constructor(readonly control: string) {
    writeFileSync(control, Buffer.alloc(NUMBERS * 8))
    this.free()
  }

  scarce({ steps, needs, error = 'ENOSPC' }: Scarcity): void {
    this.#put([steps, constants.errno[error], needs === 'growth' ? 1 : 0, 0])
  }

  free(): void {
    this.#put([-1])
  }

  /** How often somebody found no room since it became scarce. */
  get refused(): number {
    const numbers = new BigInt64Array(NUMBERS)
    const descriptor = openSync(this.control, 'r')
    readSync(descriptor, numbers)
    closeSync(descriptor)
    return Number(numbers[3])
  }

  /** In place: the shim has the file mapped. */
  #put(numbers: readonly number[]): void {
    const descriptor = openSync(this.control, 'r+')
    writeSync(descriptor, BigInt64Array.from(numbers.map(BigInt)))
    closeSync(descriptor)
  }
}
