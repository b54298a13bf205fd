/** See dialects/sqlite/schema/photos.ts. */
export interface PhotoTables {
  photo_redactions: {
    original_sha256: string
    redacted_sha256: string
    /** Where it was done. */
    ticket_id: number
    redacted_at: number
    /** Their name, as it was then. */
    redacted_by: string
  }
}
