/** What answering needs: ready texts, signatures and limits of a mailbox, one answer to several citizens. */
const logs = (['insert', 'update', 'delete'] as const).map(
  (op) => `CREATE TRIGGER answers_log_${op} AFTER ${op.toUpperCase()} ON answers BEGIN
     INSERT INTO change_log (entity, entity_id, op) VALUES ('answers', ${op === 'delete' ? 'old' : 'new'}.id, '${op}');
   END`,
)

export const answersSchema = [
  `CREATE TABLE answers (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     name TEXT NOT NULL,
     text TEXT NOT NULL,
     category_ids TEXT NOT NULL DEFAULT '[]',
     statuses TEXT NOT NULL DEFAULT '[]',
     outcomes TEXT NOT NULL DEFAULT '[]',
     season_from TEXT,
     season_to TEXT,
     active INTEGER NOT NULL DEFAULT 1,
     sort INTEGER NOT NULL
   )`,
  ...logs,
  `ALTER TABLE mailboxes ADD COLUMN access TEXT NOT NULL DEFAULT 'password'`,
  `ALTER TABLE mailboxes ADD COLUMN signature TEXT NOT NULL DEFAULT ''`,
  // The same answer to another citizen of a merged ticket, in the thread of their own.
  `ALTER TABLE messages ADD COLUMN copy_of INTEGER REFERENCES messages(id)`,
  `CREATE INDEX messages_by_copy ON messages(copy_of) WHERE copy_of IS NOT NULL`,
  // Megabytes of a whole mail as it leaves; what most providers take.
  `ALTER TABLE mailboxes ADD COLUMN size_limit INTEGER NOT NULL DEFAULT 25`,
]
