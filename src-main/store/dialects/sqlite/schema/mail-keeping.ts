/** What the mail's jobs write down so that nothing is copied twice, and nothing is kept longer than the office wants. */
export const mailKeepingSchema = [
  // The other folder's UIDVALIDITY and next UID before a mail is copied there: a copy that was made lies from there on.
  `ALTER TABLE mail_tidying ADD COLUMN copy_uid_validity INTEGER`,
  `ALTER TABLE mail_tidying ADD COLUMN copy_uid_next INTEGER`,
  // When its words and its source were deleted; the row goes on counting.
  `ALTER TABLE quarantine ADD COLUMN emptied_at INTEGER`,
  `CREATE INDEX quarantine_to_empty ON quarantine(state, received_at) WHERE emptied_at IS NULL`,
]
