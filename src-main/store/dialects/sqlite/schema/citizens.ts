/**
 * Citizens: where they live is searched as it is typed, and two rows that are one person become one in a way that can be
 * taken back. The row of the one who goes stays, named by `merged_into`; what passed over is noted by its id alone.
 */
export const citizensSchema = [
  `ALTER TABLE contacts ADD COLUMN merged_into INTEGER REFERENCES contacts(id)`,
  `CREATE INDEX contacts_by_seen ON contacts(last_seen_at, id) WHERE merged_into IS NULL`,
  `CREATE INDEX contacts_merged ON contacts(merged_into) WHERE merged_into IS NOT NULL`,
  `CREATE VIRTUAL TABLE contact_address_fts USING fts5(
     address, content='contacts', content_rowid='id', tokenize="unicode61 remove_diacritics 2", prefix='2 3'
   )`,
  `INSERT INTO contact_address_fts (contact_address_fts) VALUES ('rebuild')`,
  `CREATE TRIGGER contact_address_fts_insert AFTER INSERT ON contacts BEGIN
     INSERT INTO contact_address_fts (rowid, address) VALUES (new.id, new.address);
   END`,
  `CREATE TRIGGER contact_address_fts_delete AFTER DELETE ON contacts BEGIN
     INSERT INTO contact_address_fts (contact_address_fts, rowid, address) VALUES ('delete', old.id, old.address);
   END`,
  `CREATE TRIGGER contact_address_fts_update AFTER UPDATE OF address ON contacts BEGIN
     INSERT INTO contact_address_fts (contact_address_fts, rowid, address) VALUES ('delete', old.id, old.address);
     INSERT INTO contact_address_fts (rowid, address) VALUES (new.id, new.address);
   END`,
  `CREATE TABLE contact_merges (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     kept_id INTEGER NOT NULL REFERENCES contacts(id),
     gone_id INTEGER NOT NULL REFERENCES contacts(id),
     at INTEGER NOT NULL,
     user_id INTEGER,
     -- Of the one who stays: name, address and notes as they were and as the merge left them.
     fields_before TEXT NOT NULL,
     fields_after TEXT NOT NULL,
     undone_at INTEGER
   )`,
  `CREATE INDEX contact_merges_kept ON contact_merges(kept_id, id)`,
  `CREATE TABLE contact_merge_rows (
     merge_id INTEGER NOT NULL REFERENCES contact_merges(id),
     -- tickets, messages, identifiers; same: an identifier that both had, by the id of the one that stays.
     kind TEXT NOT NULL,
     row_id INTEGER NOT NULL,
     PRIMARY KEY (merge_id, kind, row_id)
   ) WITHOUT ROWID`,
]
