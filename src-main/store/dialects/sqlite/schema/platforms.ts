/** Platforms on which citizens report: what came from there, what was told back, and what still waits. */
export const platformsSchema = [
  `CREATE TABLE platforms (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     name TEXT NOT NULL,
     url TEXT NOT NULL,
     jurisdiction TEXT NOT NULL DEFAULT '',
     active INTEGER NOT NULL DEFAULT 1,
     push INTEGER NOT NULL DEFAULT 1,
     removed INTEGER NOT NULL DEFAULT 0,
     has_updates INTEGER NOT NULL DEFAULT 0,
     read_to INTEGER NOT NULL,
     swept_at INTEGER NOT NULL DEFAULT 0,
     pushed_entry INTEGER NOT NULL,
     checked_at INTEGER,
     failure TEXT,
     failure_details TEXT NOT NULL DEFAULT '{}',
     attempts INTEGER NOT NULL DEFAULT 0,
     next_attempt_at INTEGER NOT NULL DEFAULT 0
   )`,
  `CREATE TABLE platform_services (
     platform_id INTEGER NOT NULL REFERENCES platforms(id),
     code TEXT NOT NULL,
     name TEXT NOT NULL,
     group_name TEXT NOT NULL DEFAULT '',
     category_id INTEGER REFERENCES categories(id),
     PRIMARY KEY (platform_id, code)
   ) WITHOUT ROWID`,
  `CREATE TABLE platform_requests (
     platform_id INTEGER NOT NULL REFERENCES platforms(id),
     request_id TEXT NOT NULL,
     ticket_id INTEGER NOT NULL REFERENCES tickets(id),
     status TEXT NOT NULL,
     updated_at INTEGER NOT NULL,
     pushed_status TEXT,
     PRIMARY KEY (platform_id, request_id)
   ) WITHOUT ROWID`,
  `CREATE INDEX platform_requests_by_ticket ON platform_requests(ticket_id)`,
  // Theirs that came in and ours that went out: what is here is never taken in again.
  `CREATE TABLE platform_updates (
     platform_id INTEGER NOT NULL REFERENCES platforms(id),
     update_id TEXT NOT NULL,
     at INTEGER NOT NULL,
     PRIMARY KEY (platform_id, update_id)
   ) WITHOUT ROWID`,
  `CREATE TABLE platform_outbox (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     platform_id INTEGER NOT NULL REFERENCES platforms(id),
     request_id TEXT NOT NULL,
     ticket_id INTEGER NOT NULL REFERENCES tickets(id),
     update_id TEXT NOT NULL UNIQUE,
     status TEXT NOT NULL,
     text TEXT NOT NULL,
     at INTEGER NOT NULL,
     state TEXT NOT NULL,
     error_code TEXT
   )`,
  `CREATE INDEX platform_outbox_waiting ON platform_outbox(platform_id, id) WHERE state = 'waiting'`,
]
