/** Which table tells of which aggregate, and by which column. Frozen: see migrations/0001-first.ts. */
const WATCHED: readonly (readonly [table: string, entity: string, id: string])[] = [
  ['tickets', 'tickets', 'id'],
  ['timeline', 'timeline', 'ticket_id'],
  ['messages', 'timeline', 'ticket_id'],
  ['contacts', 'contacts', 'id'],
  ['contact_identifiers', 'contacts', 'contact_id'],
  ['crews', 'crews', 'id'],
  ['visits', 'visits', 'id'],
  ['categories', 'categories', 'id'],
  ['districts', 'districts', 'id'],
  ['bodies', 'bodies', 'id'],
  ['areas', 'areas', 'id'],
  ['users', 'users', 'id'],
  ['mailboxes', 'mailboxes', 'id'],
  ['quarantine', 'quarantine', 'id'],
  ['outbox', 'outbox', 'message_id'],
  ['saved_views', 'views', 'id'],
]

const trigger = (table: string, entity: string, id: string, op: 'insert' | 'update' | 'delete'): string =>
  `CREATE TRIGGER ${table}_log_${op} AFTER ${op.toUpperCase()} ON ${table} BEGIN
     INSERT INTO change_log (entity, entity_id, op) VALUES ('${entity}', ${op === 'delete' ? 'old' : 'new'}.${id}, '${op}');
   END`

/** Triggers tell of every change in the transaction that makes it, whoever makes it. */
export const changeLogSchema = [
  ...WATCHED.flatMap(([table, entity, id]) => [
    trigger(table, entity, id, 'insert'),
    trigger(table, entity, id, 'update'),
    trigger(table, entity, id, 'delete'),
  ]),
  // Settings have text keys: 0 stands for "one of them".
  `CREATE TRIGGER settings_log_insert AFTER INSERT ON settings BEGIN
     INSERT INTO change_log (entity, entity_id, op) VALUES ('settings', 0, 'insert');
   END`,
  `CREATE TRIGGER settings_log_update AFTER UPDATE ON settings BEGIN
     INSERT INTO change_log (entity, entity_id, op) VALUES ('settings', 0, 'update');
   END`,
]
