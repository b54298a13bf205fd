/** What the desks of a shared store know of each other. Machines that proved their locks leave their last word here. */
export const shareSchema = [
  `ALTER TABLE desks ADD COLUMN machine TEXT NOT NULL DEFAULT ''`,
  `CREATE TABLE share_proofs (
     machine TEXT PRIMARY KEY,
     host TEXT NOT NULL,
     word TEXT NOT NULL,
     witness TEXT NOT NULL,
     proved_at INTEGER NOT NULL
   ) WITHOUT ROWID`,
  // Which file this is: a copy put in its place is known by it, and by a change log that goes back.
  `INSERT OR IGNORE INTO meta (key, value) VALUES ('store_id', lower(hex(randomblob(16))))`,
]
