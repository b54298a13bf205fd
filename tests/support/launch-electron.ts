import { readFileSync, readdirSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { type ElectronApplication, _electron } from 'playwright-core'
import { electronPath } from './browsers'

/** The driver's part of a start takes two seconds; on a machine with every core taken, ten. */
const LAUNCH_MS = 60_000
const TRIES = 3

/**
 * Starts the desktop program under the driver. On a loaded machine the driver now and then hangs after the program is
 * up and never answers, whatever its own timeout says: that one is ended and started again. `userFolder` is in `args`.
 */
export const launchElectron = async (userFolder: string, args: readonly string[]): Promise<ElectronApplication> => {
  for (let tries = 1; ; tries += 1) {
    const launching = _electron.launch({
      executablePath: electronPath() ?? '',
      args: [...args],
      env: { ...process.env, LANG: 'it_IT.UTF-8' } as Record<string, string>,
    })
    const app = await Promise.race([launching, sleep(LAUNCH_MS, null, { ref: false })])
    if (app !== null) return app
    launching.then(
      (late) => late.close(),
      () => undefined,
    )
    endAll(userFolder)
    if (tries === TRIES) throw new Error(`the driver did not answer in ${TRIES} starts of the desktop program`)
  }
}

/** Whatever runs on that folder; processes that went meanwhile are none. */
const endAll = (userFolder: string): void => {
  if (process.platform !== 'linux') return
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name)))
    try {
      const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')
      if (words.includes(userFolder) && Number(pid) !== process.pid) process.kill(Number(pid), 'SIGKILL')
    } catch {
      continue
    }
}
