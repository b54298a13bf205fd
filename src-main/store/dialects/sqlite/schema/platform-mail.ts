/** Reports of a platform that came by its notification mails, so that none comes twice. */
export const platformMailSchema = [
  `CREATE TABLE platform_mail_reports (
     rule_id TEXT NOT NULL,
     report_key TEXT NOT NULL,
     ticket_id INTEGER NOT NULL REFERENCES tickets(id),
     platform_id INTEGER,
     link TEXT NOT NULL DEFAULT '',
     at INTEGER NOT NULL,
     PRIMARY KEY (rule_id, report_key)
   ) WITHOUT ROWID`,
  `CREATE INDEX platform_mail_reports_by_platform ON platform_mail_reports(platform_id, report_key)`,
]
