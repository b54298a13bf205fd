/**
 * The words of the contacts' names: with a hundred thousand people, looking through every name at each letter typed
 * takes longer than the eye forgives. External content over `contacts`; its rows are only inserted and updated.
 */
export const contactSearchSchema = [
  `CREATE VIRTUAL TABLE contact_fts USING fts5(
     folded_name, content='contacts', content_rowid='id', tokenize="unicode61 remove_diacritics 2", prefix='1 2 3'
   )`,
  `INSERT INTO contact_fts (contact_fts) VALUES ('rebuild')`,
  `CREATE TRIGGER contact_fts_insert AFTER INSERT ON contacts BEGIN
     INSERT INTO contact_fts (rowid, folded_name) VALUES (new.id, new.folded_name);
   END`,
  `CREATE TRIGGER contact_fts_delete AFTER DELETE ON contacts BEGIN
     INSERT INTO contact_fts (contact_fts, rowid, folded_name) VALUES ('delete', old.id, old.folded_name);
   END`,
  `CREATE TRIGGER contact_fts_update AFTER UPDATE OF folded_name ON contacts BEGIN
     INSERT INTO contact_fts (contact_fts, rowid, folded_name) VALUES ('delete', old.id, old.folded_name);
     INSERT INTO contact_fts (rowid, folded_name) VALUES (new.id, new.folded_name);
   END`,
]
