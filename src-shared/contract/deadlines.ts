import { z } from 'zod'
import { instant } from '@shared/kernel/instant'
import { ticketId } from '@shared/kernel/ids'
import { query } from './define'
import { reminderSettings } from './reminder-settings'
import { calendarSettings, deadlineSettings } from './settings'

const count = z.number().int().min(0)

export const deadlines = {
  /**
   * What other rules, or another calendar of the office, would make of the open tickets' next deadlines, before anybody
   * saves them; what is not given is as the store has it. `gained` and `lost`: they
   * have one where there was none, and the other way round; `becomeOverdue`: late at once, though they are not now.
   */
  preview: query(
    z.object({ deadlines: deadlineSettings.optional(), calendar: calendarSettings.optional() }),
    z.object({
      open: count,
      earlier: count,
      later: count,
      gained: count,
      lost: count,
      overdue: count,
      becomeOverdue: count,
      noLongerOverdue: count,
      /** Those that would be late at once, the oldest arrivals first. */
      examples: z.array(z.object({ id: ticketId, number: z.string(), now: instant.nullable(), next: instant })),
    }),
    { needs: 'settings.read' },
  ),
  /**
   * What such reminders would say at once, were they saved now, as far as it was not said; zero everywhere while the office
   * is closed, and then `isOpen` is false.
   */
  previewReminders: query(
    z.object({ reminders: reminderSettings }),
    z.object({
      isOpen: z.boolean(),
      soon: count,
      overdue: count,
      /** By step. */
      steps: z.array(count),
    }),
    { needs: 'settings.read' },
  ),
}
