/**
 * One row a ticket gathers all its words; the full-text index covers exactly that table (external content), so that
 * `verify` can compare the two. Only upserts may write it: INSERT OR REPLACE leaves stale entries behind and ends in
 * SQLITE_CORRUPT_VTAB. Prefix indexes of two and three letters: 0.9 → 0.07 ms a keystroke. Frozen.
 */
export const searchSchema = [
  `CREATE TABLE ticket_search (
     ticket_id INTEGER PRIMARY KEY REFERENCES tickets(id),
     head TEXT NOT NULL,
     people TEXT NOT NULL,
     place TEXT NOT NULL,
     body TEXT NOT NULL
   )`,
  `CREATE VIRTUAL TABLE ticket_fts USING fts5(
     head, people, place, body,
     content='ticket_search', content_rowid='ticket_id',
     tokenize="unicode61 remove_diacritics 2", prefix='2 3'
   )`,
  `CREATE TRIGGER ticket_search_insert AFTER INSERT ON ticket_search BEGIN
     INSERT INTO ticket_fts (rowid, head, people, place, body)
     VALUES (new.ticket_id, new.head, new.people, new.place, new.body);
   END`,
  `CREATE TRIGGER ticket_search_delete AFTER DELETE ON ticket_search BEGIN
     INSERT INTO ticket_fts (ticket_fts, rowid, head, people, place, body)
     VALUES ('delete', old.ticket_id, old.head, old.people, old.place, old.body);
   END`,
  `CREATE TRIGGER ticket_search_update AFTER UPDATE ON ticket_search BEGIN
     INSERT INTO ticket_fts (ticket_fts, rowid, head, people, place, body)
     VALUES ('delete', old.ticket_id, old.head, old.people, old.place, old.body);
     INSERT INTO ticket_fts (rowid, head, people, place, body)
     VALUES (new.ticket_id, new.head, new.people, new.place, new.body);
   END`,
  // Positions of the tickets, for the map's viewport and "what is near".
  `CREATE VIRTUAL TABLE ticket_points USING rtree(ticket_id, min_lon, max_lon, min_lat, max_lat)`,
  `CREATE TRIGGER ticket_points_insert AFTER INSERT ON tickets WHEN new.lat IS NOT NULL BEGIN
     INSERT INTO ticket_points VALUES (new.id, new.lon, new.lon, new.lat, new.lat);
   END`,
  `CREATE TRIGGER ticket_points_update AFTER UPDATE OF lat, lon ON tickets BEGIN
     DELETE FROM ticket_points WHERE ticket_id = old.id;
     INSERT INTO ticket_points SELECT new.id, new.lon, new.lon, new.lat, new.lat WHERE new.lat IS NOT NULL;
   END`,
]
