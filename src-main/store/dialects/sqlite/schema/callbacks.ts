const told = (table: string, id: string, op: 'insert' | 'update'): string =>
  `CREATE TRIGGER ${table}_log_${op} AFTER ${op.toUpperCase()} ON ${table} BEGIN
     INSERT INTO change_log (entity, entity_id, op) VALUES ('callbacks', new.${id}, '${op}');
   END`

/** Who asked to be called, and every call that was tried. */
export const callbacksSchema = [
  `CREATE TABLE callbacks (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     ticket_id INTEGER REFERENCES tickets(id),
     contact_id INTEGER REFERENCES contacts(id),
     name TEXT NOT NULL DEFAULT '',
     phone TEXT NOT NULL,
     reason TEXT NOT NULL DEFAULT '',
     asked_at INTEGER NOT NULL,
     asked_by TEXT NOT NULL DEFAULT '',
     due_at INTEGER NOT NULL,
     -- NULL while somebody is still to be called.
     outcome TEXT,
     ended_at INTEGER
   )`,
  `CREATE INDEX callbacks_waiting ON callbacks(due_at, id) WHERE outcome IS NULL`,
  `CREATE INDEX callbacks_ended ON callbacks(ended_at) WHERE outcome IS NOT NULL`,
  `CREATE INDEX callbacks_ticket ON callbacks(ticket_id) WHERE ticket_id IS NOT NULL`,
  `CREATE TABLE callback_attempts (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     callback_id INTEGER NOT NULL REFERENCES callbacks(id),
     at INTEGER NOT NULL,
     user_name TEXT NOT NULL DEFAULT '',
     outcome TEXT NOT NULL,
     note TEXT NOT NULL DEFAULT ''
   )`,
  `CREATE INDEX callback_attempts_of ON callback_attempts(callback_id, id)`,
  told('callbacks', 'id', 'insert'),
  told('callbacks', 'id', 'update'),
]
