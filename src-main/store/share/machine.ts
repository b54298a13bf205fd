import { createHash, randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { hostname, networkInterfaces, platform, userInfo } from 'node:os'

/** Who opens a store: written beside it, so that others can say who is in. */
export interface DeskIdentity {
  readonly desk: string
  /** Stays the same over restarts. */
  readonly machine: string
  /**
   * This machine as it runs now. Two desks with the same one share a kernel and so their locks; a wrong "same" would
   * skip the proof, a wrong "different" only makes two desks prove themselves once more.
   */
  readonly boot: string
  readonly host: string
  readonly user: string
  readonly kind: string
  readonly version: string
  readonly pid: number
}

const orEmpty = (ask: () => string): string => {
  try {
    return ask().trim()
  } catch {
    return ''
  }
}
const digest = (parts: readonly string[]): string =>
  createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 32)

export const identityOf = (
  desk: { readonly id: string; readonly kind: string; readonly version: string } | undefined,
): DeskIdentity => {
  const host = hostname()
  const id = orEmpty(() => readFileSync('/etc/machine-id', 'utf8'))
  const bootId = orEmpty(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8'))
  // Cloned machines share their machine-id and often their name; their network cards differ.
  const cards = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ internal, mac }) => !internal && mac !== '00:00:00:00:00:00')
    .map(({ mac }) => mac)
  return {
    desk: desk?.id ?? randomUUID(),
    machine: digest([platform(), host, id]),
    boot: digest([platform(), host, id, bootId, ...(bootId === '' ? [...new Set(cards)].toSorted() : [])]),
    host,
    user: orEmpty(() => userInfo().username),
    kind: desk?.kind ?? 'cli',
    version: desk?.version ?? '',
    pid: process.pid,
  }
}
