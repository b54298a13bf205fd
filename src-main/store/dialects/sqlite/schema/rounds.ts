const told = (table: string, id: string): string[] =>
  (['insert', 'update', 'delete'] as const).map(
    (op) => `CREATE TRIGGER ${table}_log_${op} AFTER ${op.toUpperCase()} ON ${table} BEGIN
     INSERT INTO change_log (entity, entity_id, op) VALUES ('rounds', ${op === 'delete' ? 'old' : 'new'}.${id}, '${op}');
   END`,
  )

/** Work that comes round by itself, what people changed of single times of it, and the visits that joined one. */
export const roundsSchema = [
  `CREATE TABLE rounds (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     name TEXT NOT NULL UNIQUE,
     category_ids TEXT NOT NULL,
     district_ids TEXT NOT NULL DEFAULT '[]',
     crew_id INTEGER NOT NULL REFERENCES crews(id),
     every_weeks INTEGER NOT NULL,
     weekdays TEXT NOT NULL,
     season_from TEXT,
     season_to TEXT,
     starts_on TEXT NOT NULL,
     ends_on TEXT,
     minutes INTEGER NOT NULL,
     ticket_minutes INTEGER NOT NULL,
     answer TEXT NOT NULL DEFAULT '',
     active INTEGER NOT NULL DEFAULT 1
   )`,
  // Only times that differ from the calendar, or are over: the others are reckoned.
  `CREATE TABLE round_days (
     round_id INTEGER NOT NULL REFERENCES rounds(id),
     planned TEXT NOT NULL,
     day TEXT,
     crew_id INTEGER REFERENCES crews(id),
     skipped INTEGER NOT NULL DEFAULT 0,
     note TEXT NOT NULL DEFAULT '',
     spent_minutes INTEGER,
     done_at INTEGER,
     done_by INTEGER REFERENCES users(id),
     PRIMARY KEY (round_id, planned)
   ) WITHOUT ROWID`,
  `CREATE INDEX round_days_by_day ON round_days(day) WHERE day IS NOT NULL`,
  `ALTER TABLE visits ADD COLUMN round_id INTEGER REFERENCES rounds(id)`,
  `ALTER TABLE visits ADD COLUMN round_planned TEXT`,
  `CREATE INDEX visits_by_round ON visits(round_id, round_planned) WHERE round_id IS NOT NULL`,
  ...told('rounds', 'id'),
  ...told('round_days', 'round_id'),
]
