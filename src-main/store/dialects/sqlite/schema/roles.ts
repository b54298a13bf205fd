/** As they shipped when this step was written; frozen, whatever a later program ships. */
const SHIPPED: readonly (readonly [key: string, permissions: readonly string[]])[] = [
  [
    'counter',
    [
      'tickets.read',
      'contacts.read',
      'crews.read',
      'map.read',
      'settings.read',
      'tickets.create',
      'tickets.edit',
      'tickets.note',
      'contacts.edit',
    ],
  ],
  [
    'phone',
    [
      'tickets.read',
      'contacts.read',
      'crews.read',
      'map.read',
      'settings.read',
      'tickets.create',
      'tickets.edit',
      'tickets.note',
      'contacts.edit',
      'tickets.reply',
    ],
  ],
  [
    'mail',
    [
      'tickets.read',
      'contacts.read',
      'crews.read',
      'map.read',
      'settings.read',
      'tickets.create',
      'tickets.edit',
      'tickets.note',
      'contacts.edit',
      'tickets.reply',
      'tickets.close',
      'tickets.forward',
      'tickets.bulk',
      'mail.read',
      'quarantine.resolve',
    ],
  ],
  [
    'manager',
    [
      'tickets.read',
      'contacts.read',
      'crews.read',
      'map.read',
      'settings.read',
      'tickets.create',
      'tickets.edit',
      'tickets.note',
      'contacts.edit',
      'tickets.reply',
      'tickets.close',
      'tickets.forward',
      'tickets.bulk',
      'mail.read',
      'quarantine.resolve',
      'tickets.assign',
      'crews.plan',
      'crews.manage',
      'map.edit',
      'reports.read',
      'exports.run',
    ],
  ],
  // Holds everything that there is, whatever stands here.
  ['administrator', []],
  ['reader', ['tickets.read', 'contacts.read', 'crews.read', 'map.read', 'settings.read', 'reports.read']],
]

const told = (op: 'insert' | 'update' | 'delete'): string =>
  `CREATE TRIGGER roles_log_${op} AFTER ${op.toUpperCase()} ON roles BEGIN
     INSERT INTO change_log (entity, entity_id, op) VALUES ('roles', ${op === 'delete' ? 'old' : 'new'}.id, '${op}');
   END`

/**
 * Roles as rows: a user's `roles` keeps their keys, which never change. An empty name is the shipped one, in whichever
 * language the reader has. And what a sign-in leaves behind: failed tries by name and desk, and how often somebody's
 * sessions were all ended.
 */
export const rolesSchema = [
  `CREATE TABLE roles (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     key TEXT NOT NULL UNIQUE,
     name TEXT NOT NULL DEFAULT '',
     permissions TEXT NOT NULL,
     shipped INTEGER NOT NULL DEFAULT 0
   )`,
  ...SHIPPED.map(
    ([key, permissions]) =>
      `INSERT INTO roles (key, permissions, shipped) VALUES ('${key}', '${JSON.stringify(permissions)}', 1)`,
  ),
  ...(['insert', 'update', 'delete'] as const).map(told),
  `ALTER TABLE users ADD COLUMN session_epoch INTEGER NOT NULL DEFAULT 0`,
  `CREATE TABLE sign_in_tries (key TEXT PRIMARY KEY, count INTEGER NOT NULL, at INTEGER NOT NULL) WITHOUT ROWID`,
]
