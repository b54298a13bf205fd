/** Larger than every id: the work begins at the newest ticket and goes down. */
const FROM_THE_TOP = Number.MAX_SAFE_INTEGER

const queue = (kind: string, subject: string): string =>
  `INSERT INTO pending_work (kind, subject, below_id) VALUES ('${kind}', ${subject}, ${FROM_THE_TOP})
     ON CONFLICT (kind, subject) DO UPDATE SET below_id = excluded.below_id;`

/**
 * What a change leaves to be worked out anew for many tickets: too much for the write that made it, so a job does it
 * in short ones. Triggers queue it, so that no way of changing a rule or a person can forget to.
 */
export const pendingWorkSchema = [
  `CREATE TABLE pending_work (
     kind TEXT NOT NULL,
     subject INTEGER NOT NULL,
     below_id INTEGER NOT NULL,
     PRIMARY KEY (kind, subject)
   ) WITHOUT ROWID`,
  ...(['INSERT', 'UPDATE'] as const).map(
    (op) => `CREATE TRIGGER settings_deadlines_${op.toLowerCase()} AFTER ${op} ON settings
       WHEN new.key IN ('calendar', 'deadlines')${op === 'UPDATE' ? ' AND new.value <> old.value' : ''} BEGIN
     ${queue('deadlines', '0')}
   END`,
  ),
  `CREATE TRIGGER categories_deadlines AFTER UPDATE OF parent_id ON categories
     WHEN new.parent_id IS NOT old.parent_id BEGIN
     ${queue('deadlines', '0')}
   END`,
  `CREATE TRIGGER contacts_search AFTER UPDATE OF name ON contacts
     WHEN new.name <> old.name AND EXISTS (SELECT 1 FROM tickets WHERE contact_id = new.id) BEGIN
     ${queue('contact_search', 'new.id')}
   END`,
  ...(['INSERT', 'DELETE'] as const).map((op) => {
    const row = op === 'INSERT' ? 'new' : 'old'
    return `CREATE TRIGGER identifiers_search_${op.toLowerCase()} AFTER ${op} ON contact_identifiers
       WHEN EXISTS (SELECT 1 FROM tickets WHERE contact_id = ${row}.contact_id) BEGIN
     ${queue('contact_search', `${row}.contact_id`)}
   END`
  }),
  `CREATE TRIGGER districts_search AFTER UPDATE OF name ON districts WHEN new.name <> old.name BEGIN
     ${queue('district_search', 'new.id')}
   END`,
]
