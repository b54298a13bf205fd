/** Which import brought a message of a chat, so that it can be taken back. */
export const whatsappImportsSchema = [
  `CREATE TABLE whatsapp_imports (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     name TEXT NOT NULL DEFAULT '',
     at INTEGER NOT NULL,
     user_id INTEGER NOT NULL,
     user_name TEXT NOT NULL DEFAULT '',
     undone_at INTEGER
   )`,
  `CREATE TABLE whatsapp_import_messages (
     import_id INTEGER NOT NULL REFERENCES whatsapp_imports(id),
     message_id INTEGER NOT NULL REFERENCES messages(id),
     ticket_id INTEGER NOT NULL REFERENCES tickets(id),
     -- The ticket began with it.
     opened INTEGER NOT NULL DEFAULT 0,
     -- Messages of the chat that are one of ours.
     said INTEGER NOT NULL,
     PRIMARY KEY (import_id, message_id)
   ) WITHOUT ROWID`,
  `ALTER TABLE whatsapp_seen ADD COLUMN import_id INTEGER REFERENCES whatsapp_imports(id)`,
  `ALTER TABLE whatsapp_seen ADD COLUMN message_id INTEGER REFERENCES messages(id)`,
  `CREATE INDEX whatsapp_seen_message ON whatsapp_seen(message_id) WHERE message_id IS NOT NULL`,
]
