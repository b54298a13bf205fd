import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, renameSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const source = resolve(import.meta.dirname, 'shims/locks.c')

/** Compiles the shim once a version; null where there is no compiler (or no Linux), and then its tests say so. */
export const lockShim = ((): string | null => {
  if (process.platform !== 'linux') return null
  const digest = createHash('sha256').update(readFileSync(source)).digest('hex').slice(0, 16)
  const target = join(tmpdir(), `cantoniere-locks-${digest}.so`)
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
})()

/** The environment of a process whose locks fail in that way. */
export const faultyLocks = (how: 'lost' | 'raise' | 'slow' | 'hang' | `apart:${number}`): NodeJS.ProcessEnv => ({
  ...process.env,
  LD_PRELOAD: lockShim ?? '',
  LOCKS: how,
})
