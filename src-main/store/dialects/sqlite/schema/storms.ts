const told = (table: string, id: string, ops: readonly ('insert' | 'update' | 'delete')[]): string[] =>
  ops.map(
    (op) => `CREATE TRIGGER ${table}_log_${op} AFTER ${op.toUpperCase()} ON ${table} BEGIN
     INSERT INTO change_log (entity, entity_id, op) VALUES ('storms', ${op === 'delete' ? 'old' : 'new'}.${id}, '${op}');
   END`,
  )

/** Many alike reports that a person took for one event; and those that somebody said are none. */
export const stormsSchema = [
  `CREATE TABLE storms (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     name TEXT NOT NULL,
     category_id INTEGER REFERENCES categories(id),
     opened_at INTEGER NOT NULL,
     opened_by INTEGER REFERENCES users(id),
     -- NULL while new reports are offered to it.
     closed_at INTEGER,
     closed_by INTEGER REFERENCES users(id)
   )`,
  `CREATE INDEX storms_open ON storms(id) WHERE closed_at IS NULL`,
  // A report is of one event; who left it is asked no more.
  `CREATE TABLE storm_tickets (
     ticket_id INTEGER PRIMARY KEY REFERENCES tickets(id),
     storm_id INTEGER NOT NULL REFERENCES storms(id),
     at INTEGER NOT NULL
   )`,
  `CREATE INDEX storm_tickets_of ON storm_tickets(storm_id, ticket_id)`,
  `CREATE TABLE storm_asides (ticket_id INTEGER PRIMARY KEY REFERENCES tickets(id), at INTEGER NOT NULL)`,
  ...told('storms', 'id', ['insert', 'update', 'delete']),
  ...told('storm_tickets', 'storm_id', ['insert', 'delete']),
  `CREATE TRIGGER storm_asides_log_insert AFTER INSERT ON storm_asides BEGIN
     INSERT INTO change_log (entity, entity_id, op) VALUES ('storms', 0, 'update');
   END`,
  `CREATE TRIGGER storm_asides_log_delete AFTER DELETE ON storm_asides BEGIN
     INSERT INTO change_log (entity, entity_id, op) VALUES ('storms', 0, 'update');
   END`,
]
