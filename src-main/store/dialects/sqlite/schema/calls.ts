const told = (op: 'insert' | 'update' | 'delete'): string =>
  `CREATE TRIGGER calls_log_${op} AFTER ${op.toUpperCase()} ON calls BEGIN
     INSERT INTO change_log (entity, entity_id, op) VALUES ('calls', ${op === 'delete' ? 'old' : 'new'}.id, '${op}');
   END`

/** Calls as the switchboard told of them, and what people made of each. */
export const callsSchema = [
  `CREATE TABLE calls (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     -- The switchboard's own name of the call; used again by some after a while.
     ref TEXT NOT NULL,
     direction TEXT NOT NULL,
     number TEXT NOT NULL DEFAULT '',
     number_key TEXT NOT NULL DEFAULT '',
     line TEXT NOT NULL DEFAULT '',
     line_key TEXT NOT NULL DEFAULT '',
     queue_key TEXT NOT NULL DEFAULT '',
     started_at INTEGER NOT NULL,
     answered_at INTEGER,
     answered_by TEXT NOT NULL DEFAULT '',
     ended_at INTEGER,
     cause TEXT NOT NULL DEFAULT '',
     taken_at INTEGER,
     taken_by TEXT NOT NULL DEFAULT '',
     taken_by_id INTEGER,
     ticket_id INTEGER REFERENCES tickets(id),
     callback_id INTEGER REFERENCES callbacks(id),
     settled_at INTEGER,
     settled_by TEXT NOT NULL DEFAULT '',
     -- 1: the administrator tries the way; in no list and no count.
     trial INTEGER NOT NULL DEFAULT 0
   )`,
  `CREATE INDEX calls_started ON calls(started_at, id)`,
  `CREATE INDEX calls_ref ON calls(ref, id)`,
  `CREATE INDEX calls_number ON calls(number_key, started_at)`,
  `CREATE INDEX calls_ticket ON calls(ticket_id) WHERE ticket_id IS NOT NULL`,
  told('insert'),
  told('update'),
  told('delete'),
]
