import { z } from 'zod'
import { instant } from '@shared/kernel/instant'

/**
 * A report that was typed while the store could not be reached. The host keeps it (it never touches the store), the
 * page files it when the store answers again. `input` is what `tickets.create` takes; the page parses it there.
 */
export const keptReport = z.object({
  /** Also the act's key: a report whose filing was not heard of is filed once. */
  key: z.string().regex(/^[\w-]{8,64}$/),
  /** The store that it belongs to, by its path or, on a served desk, its name. */
  store: z.string().max(4096),
  userId: z.number().int(),
  userName: z.string().max(120),
  at: instant,
  input: z.record(z.string(), z.unknown()),
})
export type KeptReport = z.output<typeof keptReport>

/** As JSON; a report is words, its photographs lie in the store already. */
export const LARGEST_KEPT = 200_000
