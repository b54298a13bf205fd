/** The town's own list of streets and house numbers, replaced whole by each import. Part of migration 3. */
export const streetRegistrySchema = [
  `CREATE TABLE registry_streets (
     id INTEGER PRIMARY KEY,
     name TEXT NOT NULL,
     locality TEXT NOT NULL DEFAULT '',
     lat REAL,
     lon REAL
   )`,
  `CREATE TABLE registry_doors (
     id INTEGER PRIMARY KEY,
     street_id INTEGER NOT NULL REFERENCES registry_streets(id),
     number INTEGER,
     exponent TEXT NOT NULL DEFAULT '',
     label TEXT NOT NULL,
     locality TEXT NOT NULL DEFAULT '',
     lat REAL,
     lon REAL
   )`,
  `CREATE INDEX registry_doors_by_number ON registry_doors(street_id, number)`,
  `CREATE INDEX registry_doors_by_place ON registry_doors(lat, lon) WHERE lat IS NOT NULL`,
]
