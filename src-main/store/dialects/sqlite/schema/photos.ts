/** Which photo is shown and sent in place of another one, since somebody blackened a part of it. */
export const photosSchema = [
  `CREATE TABLE photo_redactions (
     original_sha256 TEXT PRIMARY KEY,
     redacted_sha256 TEXT NOT NULL,
     ticket_id INTEGER NOT NULL REFERENCES tickets(id),
     redacted_at INTEGER NOT NULL,
     redacted_by TEXT NOT NULL DEFAULT ''
   ) WITHOUT ROWID`,
  `CREATE INDEX photo_redactions_by_result ON photo_redactions(redacted_sha256)`,
  `CREATE INDEX messages_by_raw ON messages(raw_sha256) WHERE raw_sha256 IS NOT NULL`,
  // Who leads the office could see every photo until now, and still can.
  `UPDATE roles SET permissions = json_insert(permissions, '$[#]', 'tickets.originals')
     WHERE key = 'manager' AND permissions NOT LIKE '%tickets.originals%'`,
]
