/** A crew's day on paper and back: what a visit brought, what each kind of work wants ticked off, photos in pairs. */
export const dayWorkSchema = [
  `ALTER TABLE categories ADD COLUMN checklist TEXT NOT NULL DEFAULT '[]'`,
  `ALTER TABLE visits ADD COLUMN reason TEXT NOT NULL DEFAULT ''`,
  `ALTER TABLE visits ADD COLUMN spent_minutes INTEGER`,
  `ALTER TABLE visits ADD COLUMN materials TEXT NOT NULL DEFAULT ''`,
  `ALTER TABLE visits ADD COLUMN reported_at INTEGER`,
  `ALTER TABLE visits ADD COLUMN reported_by INTEGER REFERENCES users(id)`,
  `CREATE TABLE visit_photos (
     attachment_id INTEGER PRIMARY KEY REFERENCES attachments(id),
     visit_id INTEGER NOT NULL REFERENCES visits(id),
     moment TEXT NOT NULL
   )`,
  `CREATE INDEX visit_photos_by_visit ON visit_photos(visit_id)`,
  `ALTER TABLE crews ADD COLUMN skills TEXT NOT NULL DEFAULT '[]'`,
  `ALTER TABLE crews ADD COLUMN districts TEXT NOT NULL DEFAULT '[]'`,
  `ALTER TABLE crews ADD COLUMN weekdays TEXT NOT NULL DEFAULT '[1,2,3,4,5]'`,
  `ALTER TABLE crews ADD COLUMN absences TEXT NOT NULL DEFAULT '[]'`,
]
