/** What a mailbox's server said that it held of a day; compared with what the desk made of it at every look. */
export const mailDaysSchema = [
  `CREATE TABLE mail_days (
     mailbox_id INTEGER NOT NULL REFERENCES mailboxes(id),
     day TEXT NOT NULL,
     at INTEGER NOT NULL,
     uid_validity INTEGER NOT NULL,
     mails TEXT NOT NULL,
     PRIMARY KEY (mailbox_id, day)
   ) WITHOUT ROWID`,
  `CREATE INDEX mail_days_by_day ON mail_days(day)`,
]
