import type { Page } from 'playwright-core'

/** Nothing was drawn for so long: what was asked of the desk has come. */
const QUIET_MS = 250
/** Something on the page never rests; what is looked at has come by then. */
const PATIENCE_MS = 5000

/** Comes back once the page draws nothing any more and nothing on it moves. */
export const settled = (page: Page): Promise<void> =>
  page.evaluate(
    async ([quiet, patience]) => {
      const begun = performance.now()
      let last = begun
      const watcher = new MutationObserver(() => (last = performance.now()))
      watcher.observe(document, { subtree: true, childList: true, attributes: true, characterData: true })
      const moves = (): boolean =>
        document
          .getAnimations()
          .some(({ playState, effect }) => playState === 'running' && effect?.getTiming().iterations !== Infinity)
      const isDone = (now: number): boolean => now - begun > patience || (now - last > quiet && !moves())
      while (!isDone(performance.now())) await new Promise(requestAnimationFrame)
      watcher.disconnect()
    },
    [QUIET_MS, PATIENCE_MS] as const,
  )
