/** Who is competent by which rule, what people decided instead, and what lies with another body since when. */
const logs = (table: string, entity: string, id: string): string[] =>
  (['insert', 'update', 'delete'] as const).map(
    (op) => `CREATE TRIGGER ${table}_log_${op} AFTER ${op.toUpperCase()} ON ${table} BEGIN
     INSERT INTO change_log (entity, entity_id, op) VALUES ('${entity}', ${op === 'delete' ? 'old' : 'new'}.${id}, '${op}');
   END`,
  )

export const forwardingSchema = [
  `CREATE TABLE competence_rules (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     name TEXT NOT NULL,
     body_id INTEGER NOT NULL REFERENCES bodies(id),
     conditions TEXT NOT NULL,
     active INTEGER NOT NULL DEFAULT 1,
     sort INTEGER NOT NULL
   )`,
  ...logs('competence_rules', 'competence', 'id'),
  // What a person decided where a rule said otherwise, or asked: the last one of a ticket holds, all are remembered.
  `CREATE TABLE competence_choices (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     ticket_id INTEGER NOT NULL REFERENCES tickets(id),
     body_id INTEGER NOT NULL REFERENCES bodies(id),
     rule_id INTEGER,
     rule_name TEXT NOT NULL DEFAULT '',
     decided_body_id INTEGER REFERENCES bodies(id),
     overruled INTEGER NOT NULL,
     note TEXT NOT NULL DEFAULT '',
     road_key TEXT NOT NULL DEFAULT '',
     road_name TEXT NOT NULL DEFAULT '',
     category_id INTEGER REFERENCES categories(id),
     at INTEGER NOT NULL,
     user_id INTEGER REFERENCES users(id)
   )`,
  `CREATE INDEX competence_choices_by_ticket ON competence_choices(ticket_id, id)`,
  `CREATE INDEX competence_choices_by_road ON competence_choices(road_key, id) WHERE road_key <> ''`,
  ...logs('competence_choices', 'competence', 'id'),
  // One stretch at one body; the ticket's own row says that it lies there, this one since when and what came of it.
  `CREATE TABLE forwardings (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     ticket_id INTEGER NOT NULL REFERENCES tickets(id),
     body_id INTEGER NOT NULL REFERENCES bodies(id),
     began_at INTEGER NOT NULL,
     began_by INTEGER REFERENCES users(id),
     ended_at INTEGER,
     answered_at INTEGER,
     reminders INTEGER NOT NULL DEFAULT 0,
     automatic_reminders INTEGER NOT NULL DEFAULT 0,
     last_reminder_at INTEGER,
     tell TEXT NOT NULL DEFAULT 'none',
     tell_text TEXT NOT NULL DEFAULT ''
   )`,
  `CREATE INDEX forwardings_by_ticket ON forwardings(ticket_id, id)`,
  `CREATE INDEX forwardings_open ON forwardings(body_id, began_at) WHERE ended_at IS NULL`,
  `CREATE INDEX forwardings_by_body ON forwardings(body_id, began_at)`,
  ...logs('forwardings', 'tickets', 'ticket_id'),
  // The letter, the reminders and what the body wrote: messages of the ticket that are not the citizen's.
  `CREATE TABLE forwarding_messages (
     message_id INTEGER PRIMARY KEY REFERENCES messages(id),
     forwarding_id INTEGER NOT NULL REFERENCES forwardings(id),
     part TEXT NOT NULL,
     chase_before TEXT
   )`,
  `CREATE INDEX forwarding_messages_by_forwarding ON forwarding_messages(forwarding_id, message_id)`,
  // Whoever moves a ticket to a body, away from it or on to another, by whatever way: exactly one stretch is open.
  `CREATE TRIGGER forwardings_follow AFTER UPDATE OF status, body_id ON tickets
     WHEN (old.status = 'forwarded' OR new.status = 'forwarded')
       AND (old.status IS NOT new.status OR old.body_id IS NOT new.body_id)
   BEGIN
     UPDATE forwardings SET ended_at = new.last_activity_at WHERE ticket_id = new.id AND ended_at IS NULL;
     INSERT INTO forwardings (ticket_id, body_id, began_at)
       SELECT new.id, new.body_id, new.last_activity_at WHERE new.status = 'forwarded' AND new.body_id IS NOT NULL;
   END`,
  // So many days after a reminder the body is asked again; and whether the desk does it by itself.
  `ALTER TABLE bodies ADD COLUMN chase_again_days INTEGER NOT NULL DEFAULT 10`,
  `ALTER TABLE bodies ADD COLUMN reminds_itself INTEGER NOT NULL DEFAULT 0`,
  // What lay with a body before this was kept.
  `INSERT INTO forwardings (ticket_id, body_id, began_at)
     SELECT tickets.id, tickets.body_id, coalesce(
       (SELECT max(timeline.at) FROM timeline
         WHERE timeline.ticket_id = tickets.id AND timeline.kind = 'status' AND timeline.data LIKE '%"to":"forwarded"%'),
       tickets.last_activity_at)
     FROM tickets WHERE tickets.status = 'forwarded' AND tickets.body_id IS NOT NULL`,
]
