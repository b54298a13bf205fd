import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, renameSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

/** Compiles a shim once a version; null where there is no compiler (or no Linux), and then its tests say so. */
const compiled = (name: 'locks' | 'disk'): string | null => {
  if (process.platform !== 'linux') return null
  const source = resolve(import.meta.dirname, `shims/${name}.c`)
  const digest = createHash('sha256').update(readFileSync(source)).digest('hex').slice(0, 16)
  const target = join(tmpdir(), `cantoniere-${name}-${digest}.so`)
  if (existsSync(target)) return target
  try {
    execFileSync('gcc', ['-shared', '-fPIC', '-O1', '-o', `${target}.${process.pid}`, source, '-ldl'], {
      stdio: 'ignore',
    })
    renameSync(`${target}.${process.pid}`, target)
    return target
  } catch {
    return null
  }
}

export const lockShim = compiled('locks')
export const diskShim = compiled('disk')

/** The environment of a process whose locks fail in that way. */
export const faultyLocks = (
  how: 'lost' | 'raise' | `slow:${number}` | 'hang' | `apart:${number}`,
): NodeJS.ProcessEnv => ({
  ...process.env,
  LD_PRELOAD: lockShim ?? '',
  LOCKS: how,
})

/** The environment of a process whose every step on the disk below `root` is written down in `trace`. */
export const tracedDisk = (root: string, trace: string): NodeJS.ProcessEnv => ({
  ...process.env,
  LD_PRELOAD: diskShim ?? '',
  DISK_ROOT: root,
  DISK_TRACE: trace,
})

/** The environment of a process that finds as much room below `root` as `control` says (see disk-room.ts). */
export const scarceDisk = (root: string, control: string): NodeJS.ProcessEnv => ({
  ...process.env,
  LD_PRELOAD: diskShim ?? '',
  DISK_ROOT: root,
  DISK_ROOM: control,
})
