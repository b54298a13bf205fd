import type { ColumnType } from 'kysely'

type Flag = number
type WithDefault<T> = ColumnType<T, T | undefined, T>

/** Tables of what other servers tell about our mails. */
export interface MailReportTables {
  receipts: {
    message_id: number
    /** In lower case. */
    address: string
    kind: string
    reason: WithDefault<string>
    /** The recipient's box is an ordinary one: no receipt of delivery will come. */
    is_external: WithDefault<Flag>
    certified: Flag
    raw_sha256: string
    at: number
  }
  signature_checks: { message_id: number; outcome: string; signer: WithDefault<string> }
  pec_authorities: {
    fingerprint: string
    name: string
    /** PEM. */
    certificate: string
    valid_from: number
    valid_to: number
    added_at: number
    added_by: number | null
  }
  failing_addresses: {
    address: string
    permanent: Flag
    status: WithDefault<string>
    times: WithDefault<number>
    at: number
  }
}
