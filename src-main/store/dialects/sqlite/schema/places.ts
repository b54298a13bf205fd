/** What a report is about, where, and whose it is. Frozen: see migrations/0001-first.ts. */
export const placesSchema = [
  `CREATE TABLE categories (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     key TEXT UNIQUE,
     parent_id INTEGER REFERENCES categories(id),
     name TEXT NOT NULL,
     icon TEXT NOT NULL DEFAULT '',
     duplicate_radius INTEGER NOT NULL DEFAULT 250,
     default_priority INTEGER NOT NULL DEFAULT 1,
     active INTEGER NOT NULL DEFAULT 1,
     sort INTEGER NOT NULL DEFAULT 0
   )`,
  `CREATE TABLE districts (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     name TEXT NOT NULL UNIQUE,
     lat REAL,
     lon REAL,
     active INTEGER NOT NULL DEFAULT 1
   )`,
  `CREATE TABLE bodies (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     name TEXT NOT NULL UNIQUE,
     email TEXT NOT NULL DEFAULT '',
     pec TEXT NOT NULL DEFAULT '',
     phone TEXT NOT NULL DEFAULT '',
     notes TEXT NOT NULL DEFAULT '',
     chase_days INTEGER NOT NULL DEFAULT 30,
     is_home INTEGER NOT NULL DEFAULT 0,
     active INTEGER NOT NULL DEFAULT 1
   )`,
  // Every street that a ticket named: a small table that typing searches instead of a million tickets.
  `CREATE TABLE streets (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     name TEXT NOT NULL,
     key TEXT NOT NULL UNIQUE
   )`,
  `CREATE TABLE areas (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     kind TEXT NOT NULL,
     name TEXT NOT NULL,
     district_id INTEGER REFERENCES districts(id),
     geometry TEXT NOT NULL
   )`,
]
