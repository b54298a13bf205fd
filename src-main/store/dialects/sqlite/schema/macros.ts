/** What an office does again and again in several steps, by its own name; and who may say so. */
const logs = (['insert', 'update', 'delete'] as const).map(
  (op) => `CREATE TRIGGER macros_log_${op} AFTER ${op.toUpperCase()} ON macros BEGIN
     INSERT INTO change_log (entity, entity_id, op) VALUES ('macros', ${op === 'delete' ? 'old' : 'new'}.id, '${op}');
   END`,
)

export const macrosSchema = [
  `CREATE TABLE macros (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     name TEXT NOT NULL,
     conditions TEXT NOT NULL,
     actions TEXT NOT NULL,
     then_next INTEGER NOT NULL DEFAULT 0,
     active INTEGER NOT NULL DEFAULT 1,
     sort INTEGER NOT NULL
   )`,
  ...logs,
  `UPDATE roles SET permissions = json_insert(permissions, '$[#]', 'routines.manage')
   WHERE (key = 'manager' OR EXISTS (SELECT 1 FROM json_each(permissions) WHERE value = 'settings.manage'))
     AND NOT EXISTS (SELECT 1 FROM json_each(permissions) WHERE value = 'routines.manage')`,
]
