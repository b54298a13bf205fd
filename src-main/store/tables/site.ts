import type { Generated } from 'kysely'

export interface SiteTables {
  /** One row. */
  site_state: {
    id: number
    /** Where the pages below lie, as the settings named it; empty: nothing is published. */
    target: Generated<string>
    /** The server's key as it was first seen. */
    host_key: Generated<string>
    /** Makes the feed's ids, from which no code can be guessed. */
    feed_key: Generated<string>
    /** Map, feed and first page are to be written again. */
    shared_due: Generated<number>
    last_at: number | null
    swept_at: Generated<number>
    failure: string | null
    failure_details: Generated<string>
    attempts: Generated<number>
    next_attempt_at: Generated<number>
    changed_at: Generated<number>
  }
  site_pages: { path: string; ticket_id: number | null; digest: string }
  /** `n` rises with each change, so that what changed while its page was written stays. */
  site_dirty: { ticket_id: number; n: number }
}
