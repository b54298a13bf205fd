/** Crews and their visits. Frozen: see migrations/0001-first.ts. */
export const crewsSchema = [
  `CREATE TABLE crews (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     name TEXT NOT NULL UNIQUE,
     color TEXT NOT NULL,
     vehicle TEXT NOT NULL DEFAULT '',
     capacity_visits INTEGER NOT NULL DEFAULT 8,
     capacity_minutes INTEGER NOT NULL DEFAULT 420,
     members TEXT NOT NULL DEFAULT '[]',
     active INTEGER NOT NULL DEFAULT 1
   )`,
  `CREATE TABLE visits (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     ticket_id INTEGER NOT NULL REFERENCES tickets(id),
     crew_id INTEGER NOT NULL REFERENCES crews(id),
     day TEXT NOT NULL,
     position INTEGER NOT NULL,
     minutes INTEGER NOT NULL,
     status TEXT NOT NULL DEFAULT 'planned',
     note TEXT NOT NULL DEFAULT '',
     created_at INTEGER NOT NULL,
     created_by INTEGER REFERENCES users(id)
   )`,
  `CREATE INDEX visits_by_day ON visits(day, crew_id, position)`,
  `CREATE INDEX visits_by_ticket ON visits(ticket_id, status, day)`,
]
