import { addDays, dayAt } from '@shared/deadlines/zone'
import type { OutputOf } from '@shared/contract/define'
import type { crews } from '@shared/contract/crews'
import { asInstant } from '@shared/kernel/instant'
import type { Locator, Page } from 'playwright-core'
import type { DeskUnderTest } from './desk-hosts'
import { signIn } from './sign-in'

export const crewBoard = (page: Page): Locator => page.getByRole('grid', { name: 'Programma delle squadre' })

/** The manager of the demonstration signs in and goes to the crews' board. */
export const goToCrewBoard = async (page: Page): Promise<void> => {
  await signIn(page, 'giorgio')
  await page.keyboard.press('g')
  await page.keyboard.press('s')
  await crewBoard(page).waitFor()
}

const STOPS = 6
const WEEKS_ON = 3

/** A Wednesday beyond all that the demonstration has planned, whatever day and hour it is now. */
const emptyDay = () => {
  const today = dayAt(asInstant(Date.now()), 'Europe/Rome')
  const weekday = new Date(`${today}T12:00:00Z`).getUTCDay() || 7
  return addDays(today, 7 * WEEKS_ON + 3 - weekday)
}

/** The manager at a week in which one crew has six visits on one day, there and back across the town. */
export const goToPlannedDay = async (desk: DeskUnderTest): Promise<void> => {
  const { page } = desk
  await goToCrewBoard(page)
  await desk.join()
  const ask = async <T>(name: string, input: unknown): Promise<T> => {
    const answer = await desk.call<T>(name, input)
    if (!answer.ok) throw new Error(`${name}: ${answer.error.code}`)
    return answer.value
  }
  const day = emptyDay()
  const { crews: all } = await ask<OutputOf<typeof crews.list>>('crews.list', {})
  const { rows } = await ask<OutputOf<typeof crews.backlog>>('crews.backlog', { limit: 50 })
  const fromWest = rows
    .filter(({ lat }) => lat !== null)
    .slice(0, STOPS)
    .toSorted((a, b) => (a.lon ?? 0) - (b.lon ?? 0))
  const [west, east] = [fromWest.slice(0, STOPS / 2), fromWest.slice(STOPS / 2)]
  const ticketIds = west.flatMap((row, at) => [row.id, ...east.slice(at, at + 1).map(({ id }) => id)])
  await ask('crews.plan', { ticketIds, crewId: all[0]?.id, day })
  for (let week = 0; week < WEEKS_ON; week += 1) await page.keyboard.press('.')
  await crewBoard(page)
    .locator('.card')
    .nth(STOPS - 1)
    .waitFor()
}
