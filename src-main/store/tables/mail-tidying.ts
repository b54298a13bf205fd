import type { ColumnType } from 'kysely'

type WithDefault<T> = ColumnType<T, T | undefined, T>

export interface MailTidyingTables {
  mail_tidying: {
    mailbox_id: number
    uid_validity: number
    uid: number
    received_at: number | null
    /** `due`, `copying` (a copy may lie in the folder already), `done`. */
    state: WithDefault<string>
    attempts: WithDefault<number>
    next_at: number
    error_code: string | null
    /** Where it was moved to; null while it was not. */
    folder: string | null
    /** Its name there, where the server tells. */
    moved_uid_validity: number | null
    moved_uid: number | null
    /** How the other folder stood before this mail was copied there; null while it was not. */
    copy_uid_validity: number | null
    copy_uid_next: number | null
  }
}
