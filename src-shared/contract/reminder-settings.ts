import { z } from 'zod'

const officeMinutes = z.number().int().min(0).max(20_000)
export const reminderSettings = z.object({
  on: z.boolean(),
  /** Office minutes before a deadline; 0: not before. */
  soonMinutes: officeMinutes,
  /** The assignee hears of it; the managers where there is none. */
  tellOwner: z.boolean(),
  /** Office minutes after it went by, each once. */
  steps: z
    .array(z.object({ afterMinutes: officeMinutes.min(1), tellManagers: z.boolean(), raisePriority: z.boolean() }))
    .max(5),
})
export type ReminderSettings = z.output<typeof reminderSettings>
