/** What other servers said of the mails that left, whose signatures are believed, and which addresses fail. */
export const mailReportsSchema = [
  // A machine's mail (an absence notice) beside the people's.
  `ALTER TABLE messages ADD COLUMN automatic INTEGER NOT NULL DEFAULT 0`,
  // One row for each word of a provider about one recipient; a second receipt of the same kind replaces the first.
  `CREATE TABLE receipts (
     message_id INTEGER NOT NULL REFERENCES messages(id),
     address TEXT NOT NULL,
     kind TEXT NOT NULL,
     reason TEXT NOT NULL DEFAULT '',
     is_external INTEGER NOT NULL DEFAULT 0,
     certified INTEGER NOT NULL,
     raw_sha256 TEXT NOT NULL,
     at INTEGER NOT NULL,
     PRIMARY KEY (message_id, address, kind)
   ) WITHOUT ROWID`,
  ...(['insert', 'update', 'delete'] as const).map((op) => {
    const row = op === 'delete' ? 'old' : 'new'
    return `CREATE TRIGGER receipts_log_${op} AFTER ${op.toUpperCase()} ON receipts BEGIN
     INSERT INTO change_log (entity, entity_id, op)
     SELECT 'timeline', ticket_id, '${op}' FROM messages WHERE id = ${row}.message_id;
   END`
  }),
  // What was found of a certified mail's signature when it came in, and who had signed.
  `CREATE TABLE signature_checks (
     message_id INTEGER PRIMARY KEY REFERENCES messages(id),
     outcome TEXT NOT NULL,
     signer TEXT NOT NULL DEFAULT ''
   )`,
  // Certificates of the authorities (or of the providers themselves) that a signature must lead to.
  `CREATE TABLE pec_authorities (
     fingerprint TEXT PRIMARY KEY,
     name TEXT NOT NULL,
     certificate TEXT NOT NULL,
     valid_from INTEGER NOT NULL,
     valid_to INTEGER NOT NULL,
     added_at INTEGER NOT NULL,
     added_by INTEGER REFERENCES users(id)
   ) WITHOUT ROWID`,
  ...(['insert', 'delete'] as const).map(
    (op) => `CREATE TRIGGER pec_authorities_log_${op} AFTER ${op.toUpperCase()} ON pec_authorities BEGIN
     INSERT INTO change_log (entity, entity_id, op) VALUES ('mailboxes', 0, '${op}');
   END`,
  ),
  // Addresses that mail came back from: until somebody writes from there, nothing goes there by itself.
  `CREATE TABLE failing_addresses (
     address TEXT PRIMARY KEY,
     permanent INTEGER NOT NULL,
     status TEXT NOT NULL DEFAULT '',
     times INTEGER NOT NULL DEFAULT 1,
     at INTEGER NOT NULL
   ) WITHOUT ROWID`,
  ...(['insert', 'update', 'delete'] as const).map(
    (op) => `CREATE TRIGGER failing_addresses_log_${op} AFTER ${op.toUpperCase()} ON failing_addresses BEGIN
     INSERT INTO change_log (entity, entity_id, op) VALUES ('contacts', 0, '${op}');
   END`,
  ),
]
