import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { DEMO_PASSWORD } from '@main/demo/demo-town'
import { hostMissing, openDesk } from '../tests/support/desk-hosts'
import { bigStorePath } from './big-store'

/** The view of everything, with its count. */
export const ALL_VIEW = /^Tutte\s*[\d.]*$/

export interface BrowserDesk {
  readonly page: Page
  end(): Promise<void>
}

/** A manager before a store of so many tickets in a real browser, over the web host; null where there is no browser. */
export const browserDesk = async (what: string, tickets: number): Promise<BrowserDesk | null> => {
  const missing = hostMissing('web')
  if (missing !== null) {
    process.stdout.write(`left out: ${what}: ${missing}\n`)
    return null
  }
  const folder = await mkdtemp(join(tmpdir(), 'bench-desk-'))
  const desk = await openDesk('web', { userFolder: folder, store: await bigStorePath(tickets) })
  const { page } = desk
  await page.getByLabel('Nome utente').fill('anna')
  await page.getByLabel('Password').fill(DEMO_PASSWORD)
  await page.keyboard.press('Enter')
  await page.getByRole('grid').waitFor()
  if ((await page.getByRole('button', { name: ALL_VIEW }).count()) === 0)
    await page.getByRole('button', { name: /viste/i }).first().click()
  return {
    page,
    end: async () => {
      await desk.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** The loader that runs these files names functions through a helper of its own, which a page does not have. */
export const nameFunctions = (page: Page): Promise<unknown> => page.evaluate('globalThis.__name = (named) => named')
