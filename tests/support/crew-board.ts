import { dayAt } from '@shared/deadlines/zone'
import { asInstant } from '@shared/kernel/instant'
import type { Locator, Page } from 'playwright-core'
import { signIn } from './sign-in'

export const crewBoard = (page: Page): Locator => page.getByRole('grid', { name: 'Programma delle squadre' })

/** 0 is Sunday, where the desk stands. */
const weekday = (): number => new Date(`${dayAt(asInstant(Date.now()), 'Europe/Rome')}T12:00:00Z`).getUTCDay()

/** The manager of the demonstration signs in and goes to the crews' board. */
export const goToCrewBoard = async (page: Page): Promise<void> => {
  await signIn(page, 'giorgio')
  await page.keyboard.press('g')
  await page.keyboard.press('s')
  await crewBoard(page).waitFor()
}

/** The same, at the week of the demonstration's next work: at a week's end that is the one to come. */
export const goToPlannedWeek = async (page: Page): Promise<void> => {
  await goToCrewBoard(page)
  const day = weekday()
  if (day === 0 || day === 6) await page.keyboard.press('.')
  await crewBoard(page).locator('.card').first().waitFor()
}
