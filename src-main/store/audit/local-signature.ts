import { hostname, userInfo } from 'node:os'
import type { DeskSignature } from './audit-trail'

/** The operating system's user, empty where it has no name for it (a container's bare number). */
export const osUser = (): string => {
  try {
    return userInfo().username
  } catch {
    return ''
  }
}

/**
 * What is done from a command line has no desk of its own: one chain a machine and user, whichever folder it ran in.
 */
export const localSignature = (kind: string): DeskSignature => ({
  id: `${kind}:${hostname()}:${osUser()}`,
  host: hostname(),
  osUser: osUser(),
  now: () => Date.now(),
})
