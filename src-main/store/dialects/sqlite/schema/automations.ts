/** Rules that act by themselves: what they are, what set them off and is still to be looked at, and what they did. */
const logs = (table: string, entity: string, id: string, ops: readonly ('insert' | 'update' | 'delete')[]): string[] =>
  ops.map(
    (op) => `CREATE TRIGGER ${table}_log_${op} AFTER ${op.toUpperCase()} ON ${table} BEGIN
     INSERT INTO change_log (entity, entity_id, op) VALUES ('${entity}', ${op === 'delete' ? 'old' : 'new'}.${id}, '${op}');
   END`,
  )

/** Nothing waits where no rule would be asked; and what a rule does sets none off. */
const wanted = (event: string): string =>
  `EXISTS (SELECT 1 FROM automations WHERE active = 1 AND event = '${event}')
     AND NOT EXISTS (SELECT 1 FROM automation_acting)`

export const automationsSchema = [
  `CREATE TABLE automations (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     name TEXT NOT NULL,
     event TEXT NOT NULL,
     conditions TEXT NOT NULL,
     actions TEXT NOT NULL,
     notify TEXT NOT NULL DEFAULT 'nobody',
     stops INTEGER NOT NULL DEFAULT 0,
     active INTEGER NOT NULL DEFAULT 1,
     sort INTEGER NOT NULL
   )`,
  ...logs('automations', 'automations', 'id', ['insert', 'update', 'delete']),
  // Written in the transaction that made it happen, deleted in the one that acted on it: neither lost nor done twice.
  `CREATE TABLE automation_events (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     event TEXT NOT NULL,
     ticket_id INTEGER NOT NULL REFERENCES tickets(id),
     to_status TEXT,
     at INTEGER NOT NULL
   )`,
  // Holds a row only inside the transaction in which a rule acts.
  `CREATE TABLE automation_acting (id INTEGER PRIMARY KEY)`,
  `CREATE TABLE automation_runs (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     automation_id INTEGER NOT NULL,
     name TEXT NOT NULL,
     ticket_id INTEGER NOT NULL REFERENCES tickets(id),
     event TEXT NOT NULL,
     at INTEGER NOT NULL,
     outcome TEXT NOT NULL,
     steps TEXT NOT NULL DEFAULT '[]',
     yielded TEXT NOT NULL DEFAULT '[]',
     code TEXT,
     unsent TEXT,
     notified INTEGER NOT NULL DEFAULT 0
   )`,
  `CREATE INDEX automation_runs_by_rule ON automation_runs(automation_id, id)`,
  `CREATE INDEX automation_runs_of_late ON automation_runs(automation_id, at) WHERE outcome = 'done'`,
  `CREATE INDEX automation_runs_by_ticket ON automation_runs(ticket_id, at)`,
  ...logs('automation_runs', 'automations', 'automation_id', ['insert']),
  `CREATE TRIGGER automations_created AFTER INSERT ON tickets WHEN ${wanted('created')} BEGIN
     INSERT INTO automation_events (event, ticket_id, at) VALUES ('created', new.id, new.created_at);
   END`,
  `CREATE TRIGGER automations_status AFTER UPDATE OF status ON tickets
     WHEN old.status <> new.status AND new.status <> 'merged' AND old.status <> 'merged' AND ${wanted('status')} BEGIN
     INSERT INTO automation_events (event, ticket_id, to_status, at)
       VALUES ('status', new.id, new.status, new.last_activity_at);
   END`,
  `CREATE TRIGGER automations_wrote AFTER INSERT ON messages
     WHEN new.direction = 'in' AND new.purpose = 'message' AND new.automatic = 0 AND ${wanted('citizen_wrote')} BEGIN
     INSERT INTO automation_events (event, ticket_id, at) VALUES ('citizen_wrote', new.ticket_id, new.created_at);
   END`,
  // A deadline that came near or went by, once each; said again only of one that was put off since.
  `CREATE TABLE deadline_marks (
     ticket_id INTEGER NOT NULL REFERENCES tickets(id),
     due_of TEXT NOT NULL,
     mark TEXT NOT NULL,
     due_at INTEGER NOT NULL,
     at INTEGER NOT NULL,
     PRIMARY KEY (ticket_id, due_of, mark, due_at)
   ) WITHOUT ROWID`,
  // A rule that is tried on the last month looks at these alone, in a store of any size.
  `CREATE INDEX timeline_steps ON timeline(at, id) WHERE kind IN ('status', 'reopened')`,
  `CREATE INDEX messages_wrote ON messages(created_at, id)
     WHERE direction = 'in' AND purpose = 'message' AND automatic = 0`,
  `CREATE INDEX deadline_marks_of_late ON deadline_marks(mark, at, ticket_id)`,
  `CREATE TRIGGER automations_deadline AFTER INSERT ON deadline_marks
     WHEN new.mark IN ('due_soon', 'overdue')
       AND EXISTS (SELECT 1 FROM automations WHERE active = 1 AND event = new.mark) BEGIN
     INSERT INTO automation_events (event, ticket_id, at) VALUES (new.mark, new.ticket_id, new.at);
   END`,
  // A word to one person, on whichever desk they sit.
  `CREATE TABLE desk_notices (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     user_id INTEGER NOT NULL REFERENCES users(id),
     ticket_id INTEGER NOT NULL REFERENCES tickets(id),
     kind TEXT NOT NULL,
     word TEXT NOT NULL DEFAULT '',
     at INTEGER NOT NULL,
     seen_at INTEGER
   )`,
  `CREATE INDEX desk_notices_unseen ON desk_notices(user_id, id) WHERE seen_at IS NULL`,
  ...logs('desk_notices', 'notices', 'user_id', ['insert', 'update']),
]
