/** What a desk says of itself at every beat: its clock, and the mailboxes whose secret it has. */
export const desksSchema = [
  `ALTER TABLE desks ADD COLUMN clock_at INTEGER NOT NULL DEFAULT 0`,
  `ALTER TABLE desks ADD COLUMN mailboxes TEXT NOT NULL DEFAULT '[]'`,
]
