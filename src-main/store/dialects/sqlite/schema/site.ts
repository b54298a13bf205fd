/** Adds a ticket to those whose page must be written again, or notes that it changed once more meanwhile. */
const noted = (id: string): string =>
  `UPDATE site_dirty SET n = n + 1 WHERE ticket_id = ${id};
   INSERT INTO site_dirty (ticket_id, n) SELECT ${id}, 1 WHERE NOT EXISTS (SELECT 1 FROM site_dirty WHERE ticket_id = ${id});`

const ON = `WHEN EXISTS (SELECT 1 FROM site_state WHERE target <> '')`

const SHOWN =
  'status, outcome, category_id, district_id, lat, lon, body_id, waiting_until, waiting_reason, official_answer_at, master_id'

/** What the public site holds, what of it is out of date, and how publishing went. */
export const siteSchema = [
  `CREATE TABLE site_state (
     id INTEGER PRIMARY KEY CHECK (id = 1),
     target TEXT NOT NULL DEFAULT '',
     host_key TEXT NOT NULL DEFAULT '',
     feed_key TEXT NOT NULL DEFAULT '',
     shared_due INTEGER NOT NULL DEFAULT 0,
     last_at INTEGER,
     swept_at INTEGER NOT NULL DEFAULT 0,
     failure TEXT,
     failure_details TEXT NOT NULL DEFAULT '{}',
     attempts INTEGER NOT NULL DEFAULT 0,
     next_attempt_at INTEGER NOT NULL DEFAULT 0,
     changed_at INTEGER NOT NULL DEFAULT 0
   )`,
  `INSERT INTO site_state (id) VALUES (1)`,
  `CREATE TABLE site_pages (path TEXT PRIMARY KEY, ticket_id INTEGER, digest TEXT NOT NULL) WITHOUT ROWID`,
  `CREATE INDEX site_pages_by_ticket ON site_pages(ticket_id)`,
  `CREATE TABLE site_dirty (ticket_id INTEGER PRIMARY KEY, n INTEGER NOT NULL)`,
  `CREATE TRIGGER tickets_site_insert AFTER INSERT ON tickets ${ON} BEGIN ${noted('new.id')} END`,
  `CREATE TRIGGER tickets_site_update AFTER UPDATE OF ${SHOWN} ON tickets ${ON} BEGIN ${noted('new.id')} END`,
  `CREATE TRIGGER tickets_site_delete AFTER DELETE ON tickets ${ON} BEGIN ${noted('old.id')} END`,
  `CREATE TRIGGER visits_site_insert AFTER INSERT ON visits ${ON} BEGIN ${noted('new.ticket_id')} END`,
  `CREATE TRIGGER visits_site_update AFTER UPDATE OF day, status, crew_id ON visits ${ON} BEGIN ${noted('new.ticket_id')} END`,
  `CREATE TRIGGER visits_site_delete AFTER DELETE ON visits ${ON} BEGIN ${noted('old.ticket_id')} END`,
]
