/** Of which steps a ticket's citizen is told, and what became of it: once a step, and once more after a reopening. */
export const citizenStepsSchema = [
  `CREATE TABLE citizen_steps (
     ticket_id INTEGER NOT NULL REFERENCES tickets(id),
     step TEXT NOT NULL,
     round INTEGER NOT NULL,
     at INTEGER NOT NULL,
     due_at INTEGER NOT NULL,
     state TEXT NOT NULL,
     reason TEXT,
     address TEXT NOT NULL DEFAULT '',
     message_id INTEGER REFERENCES messages(id),
     PRIMARY KEY (ticket_id, step, round)
   ) WITHOUT ROWID`,
  `CREATE INDEX citizen_steps_due ON citizen_steps(due_at) WHERE state = 'waiting'`,
  `CREATE INDEX citizen_steps_by_address ON citizen_steps(address, at) WHERE address <> ''`,
]
