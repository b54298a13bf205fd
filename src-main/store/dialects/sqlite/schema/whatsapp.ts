/** Which messages of exported chats came in, so that the next export of the same chat adds only what is new. */
export const whatsappSchema = [
  `CREATE TABLE whatsapp_seen (
     digest TEXT PRIMARY KEY,
     ticket_id INTEGER NOT NULL REFERENCES tickets(id),
     at INTEGER NOT NULL
   ) WITHOUT ROWID`,
]
