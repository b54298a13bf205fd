const OUTBOX_TOLD = (['insert', 'update', 'delete'] as const).map(
  (op) => `CREATE TRIGGER outbox_log_${op} AFTER ${op.toUpperCase()} ON outbox BEGIN
     INSERT INTO change_log (entity, entity_id, op)
     VALUES ('outbox', ${op === 'delete' ? 'old' : 'new'}.message_id, '${op}');
   END`,
)

/**
 * The office's number on WhatsApp's Business Cloud API: what came in, what went out, how far that got. Messages leave
 * by the same outbox as mail, where they are in no mailbox.
 */
export const whatsappLineSchema = [
  // SQLite cannot let a column be empty later on: the table is written anew, its triggers with it.
  `CREATE TABLE outbox_anew (
     message_id INTEGER PRIMARY KEY REFERENCES messages(id),
     mailbox_id INTEGER REFERENCES mailboxes(id),
     state TEXT NOT NULL,
     held_until INTEGER NOT NULL,
     attempts INTEGER NOT NULL DEFAULT 0,
     next_attempt_at INTEGER NOT NULL,
     fence INTEGER NOT NULL DEFAULT 0,
     error_code TEXT,
     automatic INTEGER NOT NULL DEFAULT 0
   )`,
  `INSERT INTO outbox_anew (message_id, mailbox_id, state, held_until, attempts, next_attempt_at, fence, error_code, automatic)
     SELECT message_id, mailbox_id, state, held_until, attempts, next_attempt_at, fence, error_code, automatic FROM outbox`,
  `DROP TABLE outbox`,
  `ALTER TABLE outbox_anew RENAME TO outbox`,
  `CREATE INDEX outbox_due ON outbox(state, next_attempt_at)`,
  ...OUTBOX_TOLD,
  `CREATE TABLE whatsapp_outgoing (
     message_id INTEGER PRIMARY KEY REFERENCES messages(id),
     phone TEXT NOT NULL,
     template TEXT
   )`,
  // One for the words and one a file: each is a message of its own at WhatsApp.
  `CREATE TABLE whatsapp_parts (
     message_id INTEGER NOT NULL REFERENCES messages(id),
     position INTEGER NOT NULL,
     wamid TEXT,
     state TEXT NOT NULL,
     state_at INTEGER NOT NULL,
     reason TEXT NOT NULL DEFAULT '',
     PRIMARY KEY (message_id, position)
   ) WITHOUT ROWID`,
  `CREATE UNIQUE INDEX whatsapp_parts_by_wamid ON whatsapp_parts(wamid) WHERE wamid IS NOT NULL`,
  ...(['insert', 'update'] as const).map(
    (op) => `CREATE TRIGGER whatsapp_parts_log_${op} AFTER ${op.toUpperCase()} ON whatsapp_parts BEGIN
       INSERT INTO change_log (entity, entity_id, op)
       SELECT 'timeline', ticket_id, 'update' FROM messages WHERE id = new.message_id;
     END`,
  ),
  `CREATE TABLE whatsapp_received (
     wamid TEXT PRIMARY KEY,
     phone TEXT NOT NULL,
     ticket_id INTEGER REFERENCES tickets(id),
     message_id INTEGER REFERENCES messages(id),
     at INTEGER NOT NULL
   ) WITHOUT ROWID`,
  `CREATE INDEX whatsapp_received_by_phone ON whatsapp_received(phone, at)`,
  `CREATE TABLE whatsapp_templates (
     name TEXT NOT NULL,
     language TEXT NOT NULL,
     template TEXT NOT NULL,
     PRIMARY KEY (name, language)
   ) WITHOUT ROWID`,
  // What nobody could place: another number's, or of a shape that is not known.
  `CREATE TABLE whatsapp_aside (
     event_id TEXT PRIMARY KEY,
     reason TEXT NOT NULL,
     at INTEGER NOT NULL,
     body TEXT NOT NULL
   ) WITHOUT ROWID`,
  `CREATE TABLE whatsapp_line (
     id INTEGER PRIMARY KEY CHECK (id = 1),
     read_at INTEGER,
     failure TEXT,
     failure_details TEXT NOT NULL DEFAULT '{}',
     attempts INTEGER NOT NULL DEFAULT 0,
     next_read_at INTEGER NOT NULL DEFAULT 0,
     templates_at INTEGER,
     other_templates INTEGER NOT NULL DEFAULT 0,
     sending_failure TEXT,
     sending_details TEXT NOT NULL DEFAULT '{}'
   )`,
  `INSERT INTO whatsapp_line (id) VALUES (1)`,
]
