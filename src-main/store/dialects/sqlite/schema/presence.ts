/**
 * Who looks at which ticket, and who is writing on it. A row is written when that changes; that it is still true is
 * told by its desk's own beat (`desks`), so that looking costs no heartbeat of its own.
 */
export const presenceSchema = [
  `CREATE TABLE presence (
     desk_id TEXT NOT NULL,
     line TEXT NOT NULL,
     user_id INTEGER NOT NULL REFERENCES users(id),
     ticket_id INTEGER NOT NULL,
     doing TEXT NOT NULL,
     PRIMARY KEY (desk_id, line)
   ) WITHOUT ROWID`,
  // A desk that left, or that the others saw stand still, takes its people with it.
  `CREATE TRIGGER desks_leave AFTER DELETE ON desks BEGIN
     DELETE FROM presence WHERE desk_id = old.id;
   END`,
  `CREATE TRIGGER presence_log_insert AFTER INSERT ON presence BEGIN
     INSERT INTO change_log (entity, entity_id, op) VALUES ('presence', new.ticket_id, 'insert');
   END`,
  `CREATE TRIGGER presence_log_update AFTER UPDATE ON presence BEGIN
     INSERT INTO change_log (entity, entity_id, op) VALUES ('presence', old.ticket_id, 'update');
     INSERT INTO change_log (entity, entity_id, op) VALUES ('presence', new.ticket_id, 'update');
   END`,
  `CREATE TRIGGER presence_log_delete AFTER DELETE ON presence BEGIN
     INSERT INTO change_log (entity, entity_id, op) VALUES ('presence', old.ticket_id, 'delete');
   END`,
]
