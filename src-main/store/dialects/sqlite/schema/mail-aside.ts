/** What stands between the words of an address or a subject; told apart by the program for new rows, by this for old ones. */
const SIGNS = [`<`, `>`, `@`, `.`, `,`, `:`, `;`, `"`, `''`, `(`, `)`, `[`, `]`, `!`, `?`, `/`, `-`, `_`, `#`]
const words = (text: string): string =>
  `lower(${SIGNS.reduce((inner, sign) => `replace(${inner}, '${sign}', ' ')`, text)})`

/**
 * Beside the mails that wait for a person (`open`) or were dismissed, `quarantine` holds every automatic mail: `kept`
 * belongs to nothing, `matched` was told apart and given to a ticket.
 */
export const mailAsideSchema = [
  // Folded sender and subject: what the list is searched by.
  `ALTER TABLE quarantine ADD COLUMN words TEXT NOT NULL DEFAULT ''`,
  // What a receipt or a bounce said.
  `ALTER TABLE quarantine ADD COLUMN detail TEXT NOT NULL DEFAULT ''`,
  // The message of ours that it speaks of, or the message that it became.
  `ALTER TABLE quarantine ADD COLUMN message_id INTEGER REFERENCES messages(id)`,
  `UPDATE quarantine SET words = ${words(`from_text || ' ' || subject`)}`,
  `UPDATE quarantine SET reason = 'automatic' WHERE state = 'kept'`,
  `INSERT INTO quarantine (mailbox_id, reason, subject, received_at, size, raw_sha256, state, ticket_id, message_id, detail, words)
   SELECT m.mailbox_id, CASE WHEN r.kind IN ('bounced', 'delayed') THEN 'bounce' ELSE 'receipt' END, m.subject, r.at,
     b.size, r.raw_sha256, 'matched', m.ticket_id, m.id, r.kind, ${words('m.subject')}
   FROM receipts r JOIN messages m ON m.id = r.message_id JOIN blobs b ON b.sha256 = r.raw_sha256
   GROUP BY r.raw_sha256 ORDER BY r.at`,
  `INSERT INTO quarantine (mailbox_id, reason, from_text, subject, received_at, size, raw_sha256, header_message_id, state, ticket_id, message_id, words)
   SELECT m.mailbox_id, 'automatic', m.from_address, m.subject, m.created_at, b.size, m.raw_sha256, m.header_message_id,
     'matched', m.ticket_id, m.id, ${words(`m.from_address || ' ' || m.subject`)}
   FROM messages m JOIN blobs b ON b.sha256 = m.raw_sha256 WHERE m.automatic = 1 ORDER BY m.id`,
]
