/** Tickets, their people and their timeline. Frozen: see migrations/0001-first.ts. */
export const ticketsSchema = [
  `CREATE TABLE contacts (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     name TEXT NOT NULL,
     folded_name TEXT NOT NULL,
     address TEXT NOT NULL DEFAULT '',
     notes TEXT NOT NULL DEFAULT '',
     created_at INTEGER NOT NULL,
     last_seen_at INTEGER NOT NULL
   )`,
  `CREATE INDEX contacts_by_name ON contacts(folded_name, id)`,
  `CREATE TABLE contact_identifiers (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     contact_id INTEGER NOT NULL REFERENCES contacts(id),
     kind TEXT NOT NULL,
     value TEXT NOT NULL,
     normalized TEXT NOT NULL,
     last9 TEXT NOT NULL DEFAULT '',
     UNIQUE (contact_id, kind, normalized)
   )`,
  `CREATE INDEX identifiers_by_value ON contact_identifiers(normalized, contact_id)`,
  `CREATE INDEX identifiers_by_last9 ON contact_identifiers(last9, contact_id) WHERE last9 <> ''`,
  `CREATE TABLE ticket_numbers (year INTEGER PRIMARY KEY, last INTEGER NOT NULL)`,
  `CREATE TABLE tickets (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     year INTEGER NOT NULL,
     seq INTEGER NOT NULL,
     number TEXT NOT NULL UNIQUE,
     tracking_code TEXT NOT NULL UNIQUE,
     channel TEXT NOT NULL,
     kind TEXT NOT NULL,
     subject TEXT NOT NULL,
     description TEXT NOT NULL DEFAULT '',
     status TEXT NOT NULL,
     is_open INTEGER NOT NULL,
     resume_status TEXT,
     outcome TEXT,
     priority INTEGER NOT NULL,
     emergency INTEGER NOT NULL DEFAULT 0,
     unread INTEGER NOT NULL DEFAULT 0,
     category_id INTEGER REFERENCES categories(id),
     district_id INTEGER REFERENCES districts(id),
     body_id INTEGER REFERENCES bodies(id),
     contact_id INTEGER REFERENCES contacts(id),
     crew_id INTEGER REFERENCES crews(id),
     owner_id INTEGER REFERENCES users(id),
     street_id INTEGER REFERENCES streets(id),
     place_text TEXT NOT NULL DEFAULT '',
     lat REAL,
     lon REAL,
     place_precision TEXT NOT NULL DEFAULT 'none',
     waiting_until TEXT,
     waiting_reason TEXT,
     chase_on TEXT,
     first_answer_due INTEGER,
     first_answered_at INTEGER,
     resolution_due INTEGER,
     due_at INTEGER,
     done_at INTEGER,
     closed_at INTEGER,
     official_answer_at INTEGER,
     reopened INTEGER NOT NULL DEFAULT 0,
     master_id INTEGER REFERENCES tickets(id),
     protocol_number TEXT NOT NULL DEFAULT '',
     protocol_day TEXT,
     created_at INTEGER NOT NULL,
     created_by INTEGER REFERENCES users(id),
     last_activity_at INTEGER NOT NULL,
     UNIQUE (year, seq)
   )`,
  // One index a sort of the open queue, each ending in the exact ORDER BY (status IN (…) would always sort).
  `CREATE INDEX tickets_open_number ON tickets(is_open, id)`,
  `CREATE INDEX tickets_open_due ON tickets(is_open, due_at, id)`,
  `CREATE INDEX tickets_open_priority ON tickets(is_open, priority, id)`,
  `CREATE INDEX tickets_open_activity ON tickets(is_open, last_activity_at, id)`,
  `CREATE INDEX tickets_activity ON tickets(last_activity_at, id)`,
  `CREATE INDEX tickets_status ON tickets(status, id)`,
  `CREATE INDEX tickets_category ON tickets(category_id, is_open, id)`,
  `CREATE INDEX tickets_district ON tickets(district_id, is_open, id)`,
  `CREATE INDEX tickets_crew ON tickets(crew_id, is_open, id)`,
  `CREATE INDEX tickets_owner ON tickets(owner_id, is_open, id)`,
  `CREATE INDEX tickets_contact ON tickets(contact_id, id)`,
  `CREATE INDEX tickets_street ON tickets(street_id, id)`,
  `CREATE INDEX tickets_master ON tickets(master_id) WHERE master_id IS NOT NULL`,
  // Counts over everything take 30 to 150 ms at a million tickets: they are kept instead.
  `CREATE TABLE status_counts (status TEXT PRIMARY KEY, n INTEGER NOT NULL) WITHOUT ROWID`,
  `CREATE TRIGGER tickets_count_insert AFTER INSERT ON tickets BEGIN
     INSERT INTO status_counts (status, n) VALUES (new.status, 1) ON CONFLICT (status) DO UPDATE SET n = n + 1;
   END`,
  `CREATE TRIGGER tickets_count_update AFTER UPDATE OF status ON tickets WHEN old.status <> new.status BEGIN
     UPDATE status_counts SET n = n - 1 WHERE status = old.status;
     INSERT INTO status_counts (status, n) VALUES (new.status, 1) ON CONFLICT (status) DO UPDATE SET n = n + 1;
   END`,
  `CREATE TABLE timeline (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     ticket_id INTEGER NOT NULL REFERENCES tickets(id),
     at INTEGER NOT NULL,
     kind TEXT NOT NULL,
     actor_id INTEGER REFERENCES users(id),
     actor_name TEXT NOT NULL DEFAULT '',
     data TEXT NOT NULL DEFAULT '{}',
     text TEXT NOT NULL DEFAULT '',
     message_id INTEGER REFERENCES messages(id)
   )`,
  `CREATE INDEX timeline_by_ticket ON timeline(ticket_id, id)`,
  // Time in which no deadline runs: while a ticket waits for somebody else.
  `CREATE TABLE ticket_pauses (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     ticket_id INTEGER NOT NULL REFERENCES tickets(id),
     from_at INTEGER NOT NULL,
     to_at INTEGER
   )`,
  `CREATE INDEX pauses_by_ticket ON ticket_pauses(ticket_id, id)`,
  `CREATE TABLE ticket_links (
     ticket_id INTEGER NOT NULL REFERENCES tickets(id),
     other_id INTEGER NOT NULL REFERENCES tickets(id),
     kind TEXT NOT NULL,
     PRIMARY KEY (ticket_id, other_id, kind)
   ) WITHOUT ROWID`,
  `CREATE TABLE saved_views (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     owner_id INTEGER NOT NULL REFERENCES users(id),
     shared INTEGER NOT NULL DEFAULT 0,
     name TEXT NOT NULL,
     filter TEXT NOT NULL,
     sort TEXT NOT NULL
   )`,
  `CREATE TABLE drafts (
     user_id INTEGER NOT NULL REFERENCES users(id),
     ticket_id INTEGER NOT NULL,
     face TEXT NOT NULL,
     text TEXT NOT NULL,
     data TEXT NOT NULL DEFAULT '{}',
     updated_at INTEGER NOT NULL,
     PRIMARY KEY (user_id, ticket_id, face)
   ) WITHOUT ROWID`,
]
