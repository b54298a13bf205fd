import type { deadlines } from '@shared/contract/deadlines'
import type { InputOf, OutputOf } from '@shared/contract/define'
import { isOfficeOpen } from '@shared/deadlines/office-calendar'
import type { Instant } from '@shared/kernel/instant'
import type { ReadDb } from '@main/store/handles'
import { readSetting } from '../settings/read-setting'
import { dueMarks } from './mark-deadlines'

type Preview = (typeof deadlines)['previewReminders']

/** What such reminders would say at once; nothing is written. */
export const previewReminders = async (
  db: ReadDb,
  { reminders }: InputOf<Preview>,
  now: Instant,
): Promise<OutputOf<Preview>> => {
  const due = await dueMarks(db, now, { ...reminders, on: true })
  const count = (wanted: string): number => due.filter(({ mark }) => mark === wanted).length
  return {
    isOpen: isOfficeOpen(await readSetting(db, 'calendar'), now),
    soon: count('due_soon'),
    overdue: count('overdue'),
    steps: reminders.steps.map((_, index) => count(`step:${index}`)),
  }
}
