import { setTimeout as sleep } from 'node:timers/promises'

/** Asks again until the answer is true; fails with what was awaited after `limit` milliseconds. */
export const eventually = async (
  what: string,
  answer: () => boolean | Promise<boolean>,
  limit = 60_000,
): Promise<void> => {
  const end = Date.now() + limit
  while (!(await answer())) {
    if (Date.now() > end) throw new Error(`still waiting for: ${what}`)
    await sleep(25)
  }
}
