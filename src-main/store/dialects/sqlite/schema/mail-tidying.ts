/**
 * What the desk does on the server with a mail that it has read: the row is written with the mail itself, so that
 * nothing is touched there before it is safe here, and stays so long as anybody compares the two sides.
 */
export const mailTidyingSchema = [
  `ALTER TABLE mailboxes ADD COLUMN mark_seen INTEGER NOT NULL DEFAULT 0`,
  `ALTER TABLE mailboxes ADD COLUMN move_to TEXT NOT NULL DEFAULT ''`,
  `CREATE TABLE mail_tidying (
     mailbox_id INTEGER NOT NULL REFERENCES mailboxes(id),
     uid_validity INTEGER NOT NULL,
     uid INTEGER NOT NULL,
     received_at INTEGER,
     state TEXT NOT NULL DEFAULT 'due',
     attempts INTEGER NOT NULL DEFAULT 0,
     next_at INTEGER NOT NULL,
     error_code TEXT,
     folder TEXT,
     moved_uid_validity INTEGER,
     moved_uid INTEGER,
     PRIMARY KEY (mailbox_id, uid_validity, uid)
   ) WITHOUT ROWID`,
  `CREATE INDEX mail_tidying_due ON mail_tidying(mailbox_id, next_at) WHERE state <> 'done'`,
  `CREATE INDEX mail_tidying_moved ON mail_tidying(mailbox_id, received_at) WHERE folder IS NOT NULL`,
]
