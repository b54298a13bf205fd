import { z } from 'zod'

/** When many alike reports are proposed as one event. */
export const stormSettings = z.object({
  /** Whether many alike reports are proposed as one event. */
  on: z.boolean(),
  reports: z.number().int().min(3).max(200),
  hours: z.number().int().min(1).max(72),
  /** Each no further than this from another one. */
  metres: z.number().int().min(100).max(20_000),
})
