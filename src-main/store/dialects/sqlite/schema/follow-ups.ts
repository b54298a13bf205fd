/** Which citizens were asked whether it is settled: once a closing; and what they said. */
export const followUpsSchema = [
  `CREATE TABLE follow_ups (
     ticket_id INTEGER NOT NULL REFERENCES tickets(id),
     closed_at INTEGER NOT NULL,
     at INTEGER NOT NULL,
     state TEXT NOT NULL,
     reason TEXT,
     code TEXT UNIQUE,
     address TEXT NOT NULL DEFAULT '',
     message_id INTEGER REFERENCES messages(id),
     answer TEXT,
     answered_at INTEGER,
     PRIMARY KEY (ticket_id, closed_at)
   ) WITHOUT ROWID`,
  `CREATE INDEX follow_ups_by_message ON follow_ups(message_id) WHERE message_id IS NOT NULL`,
  `CREATE INDEX follow_ups_by_address ON follow_ups(address, at) WHERE address <> ''`,
]
