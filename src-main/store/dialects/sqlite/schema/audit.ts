/**
 * Who did and saw what, appended only. Its place in the file (`id`) and in its desk's chain (`seq`) run without a gap,
 * and the last statement lets retention do the one thing that it may: leave a mark where a payload was.
 */
export const auditSchema = [
  `CREATE TABLE audit (
     id INTEGER PRIMARY KEY,
     chain TEXT NOT NULL,
     seq INTEGER NOT NULL,
     at INTEGER NOT NULL,
     kind TEXT NOT NULL,
     name TEXT NOT NULL,
     user_id INTEGER,
     actor TEXT NOT NULL,
     os_user TEXT NOT NULL,
     host TEXT NOT NULL,
     entity TEXT,
     entity_id INTEGER,
     count INTEGER NOT NULL DEFAULT 1,
     outcome TEXT NOT NULL,
     payload TEXT NOT NULL,
     payload_digest TEXT NOT NULL,
     hash TEXT NOT NULL,
     UNIQUE (chain, seq)
   )`,
  `CREATE INDEX audit_by_object ON audit(entity, entity_id) WHERE entity_id IS NOT NULL`,
  `CREATE INDEX audit_by_time ON audit(at)`,
  `CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END`,
  // INSERT OR REPLACE deletes without asking the trigger above.
  `CREATE TRIGGER audit_no_replace BEFORE INSERT ON audit WHEN new.id <= (SELECT max(id) FROM audit) BEGIN
     SELECT RAISE(ABORT, 'audit is append-only');
   END`,
  `CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit
   WHEN NOT (
     new.payload GLOB '{"removed":[0-9]*}' AND old.payload NOT GLOB '{"removed":[0-9]*}'
     AND (new.id, new.chain, new.seq, new.at, new.kind, new.name, new.user_id, new.actor, new.os_user, new.host)
       IS (old.id, old.chain, old.seq, old.at, old.kind, old.name, old.user_id, old.actor, old.os_user, old.host)
     AND (new.entity, new.entity_id, new.count, new.outcome, new.payload_digest, new.hash)
       IS (old.entity, old.entity_id, old.count, old.outcome, old.payload_digest, old.hash)
   ) BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END`,
]
