import { appendFileSync, existsSync, readFileSync } from 'node:fs'

/** One step that a program took on the disk, as the shim wrote it down (shims/disk.c), or a remark of the test. */
export interface DiskStep {
  readonly kind: 'create' | 'write' | 'cut' | 'flush' | 'flushed' | 'rename' | 'link' | 'unlink' | 'mkdir' | 'remark'
  readonly path: string
  readonly inode: number
  /** Where it wrote, how long the file is now, or which thread flushes. */
  readonly at: number
  readonly data: Buffer
}

const KINDS: Readonly<Record<string, DiskStep['kind']>> = {
  C: 'create',
  W: 'write',
  T: 'cut',
  S: 'flush',
  E: 'flushed',
  R: 'rename',
  L: 'link',
  U: 'unlink',
  M: 'mkdir',
  A: 'remark',
}
const HEAD_BYTES = 32

/** Every step in the order in which the processes took them. */
export const readTrace = (file: string): readonly DiskStep[] => {
  const bytes = existsSync(file) ? readFileSync(file) : Buffer.alloc(0)
  const steps: DiskStep[] = []
  for (let place = 0; place + HEAD_BYTES <= bytes.length;) {
    const kind = KINDS[String.fromCharCode(bytes.readUInt32LE(place))]
    if (kind === undefined) throw new Error(`no step at byte ${place} of the trace`)
    const pathEnd = place + HEAD_BYTES + bytes.readUInt32LE(place + 4)
    const end = pathEnd + Number(bytes.readBigUInt64LE(place + 24))
    steps.push({
      kind,
      path: bytes.toString('utf8', place + HEAD_BYTES, pathEnd),
      inode: Number(bytes.readBigUInt64LE(place + 8)),
      at: Number(bytes.readBigUInt64LE(place + 16)),
      data: bytes.subarray(pathEnd, end),
    })
    place = end
  }
  return steps
}

/** Writes a remark between the steps: what was confirmed to somebody by then. */
export const remark = (file: string, text: string): void => {
  const head = Buffer.alloc(HEAD_BYTES)
  const data = Buffer.from(text)
  head.writeUInt32LE('A'.charCodeAt(0), 0)
  head.writeBigUInt64LE(BigInt(data.length), 24)
  appendFileSync(file, Buffer.concat([head, data]))
}
