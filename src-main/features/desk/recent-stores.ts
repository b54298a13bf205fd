import { access } from 'node:fs/promises'
import { basename } from 'node:path'

/** A share that is away answers after half a minute; whoever chooses a store does not wait for it. */
const PATIENCE_MS = 1500

export interface RecentStore {
  readonly path: string
  readonly name: string
  readonly found: boolean
}

/** Which of the stores that were open before are there now; one whose folder does not answer in time is not. */
export const recentStores = (
  paths: readonly string[],
  isThere: (path: string) => Promise<unknown> = access,
  patience = PATIENCE_MS,
): Promise<RecentStore[]> =>
  Promise.all(
    paths.map(async (path) => {
      let timer: NodeJS.Timeout | undefined
      const tooLong = new Promise<false>((late) => {
        timer = setTimeout(() => late(false), patience)
      })
      const there = isThere(path).then(
        () => true,
        () => false,
      )
      const found = await Promise.race([there, tooLong])
      clearTimeout(timer)
      return { path, name: basename(path), found }
    }),
  )
