/** Whom a message that was sent did not reach, as far as anybody told us; sending it again goes to these alone. */
export const undeliveredSchema = [
  `CREATE TABLE undelivered (
     message_id INTEGER NOT NULL REFERENCES messages(id),
     address TEXT NOT NULL,
     reported_at INTEGER NOT NULL,
     PRIMARY KEY (message_id, address)
   ) WITHOUT ROWID`,
]
