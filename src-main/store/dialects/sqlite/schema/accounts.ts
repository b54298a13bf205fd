/** Who works here, and from which desk. Frozen: see migrations/0001-first.ts. */
export const accountsSchema = [
  `CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID`,
  `CREATE TABLE users (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     username TEXT NOT NULL UNIQUE COLLATE NOCASE,
     display_name TEXT NOT NULL,
     email TEXT,
     roles TEXT NOT NULL,
     password_hash TEXT NOT NULL,
     active INTEGER NOT NULL DEFAULT 1,
     created_at INTEGER NOT NULL,
     last_sign_in_at INTEGER
   )`,
  `CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL, updated_at INTEGER NOT NULL, updated_by INTEGER) WITHOUT ROWID`,
  // Heartbeats and leases change every few seconds: they stay out of the change log.
  `CREATE TABLE desks (
     id TEXT PRIMARY KEY,
     host TEXT NOT NULL,
     kind TEXT NOT NULL,
     os_user TEXT NOT NULL,
     version TEXT NOT NULL,
     schema_version INTEGER NOT NULL,
     beat INTEGER NOT NULL,
     started_at INTEGER NOT NULL
   ) WITHOUT ROWID`,
  `CREATE TABLE leases (
     name TEXT PRIMARY KEY,
     holder TEXT NOT NULL,
     beat INTEGER NOT NULL,
     fence INTEGER NOT NULL
   ) WITHOUT ROWID`,
  `CREATE TABLE change_log (
     seq INTEGER PRIMARY KEY AUTOINCREMENT,
     entity TEXT NOT NULL,
     entity_id INTEGER NOT NULL,
     op TEXT NOT NULL
   )`,
]
