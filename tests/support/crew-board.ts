import type { Locator, Page } from 'playwright-core'
import { signIn } from './sign-in'

export const crewBoard = (page: Page): Locator => page.getByRole('grid', { name: 'Programma delle squadre' })

/** The manager of the demonstration signs in and goes to the crews' board. */
export const goToCrewBoard = async (page: Page): Promise<void> => {
  await signIn(page, 'giorgio')
  await page.keyboard.press('g')
  await page.keyboard.press('s')
  await crewBoard(page).waitFor()
}
