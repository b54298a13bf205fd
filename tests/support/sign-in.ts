import type { Page } from 'playwright-core'
import { DEMO_PASSWORD } from '@main/demo/demo-town'

/** Signs somebody of the demonstration in by the keyboard, and waits for the queue. */
export const signIn = async (page: Page, username: string, password = DEMO_PASSWORD): Promise<void> => {
  await page.getByLabel('Nome utente').fill(username)
  await page.getByLabel('Password').fill(password)
  await page.keyboard.press('Enter')
  await page.getByRole('grid').waitFor()
}
