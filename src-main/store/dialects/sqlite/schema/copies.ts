/** Numbers that were given to citizens and whose tickets a restored copy does not hold: never given again. */
export const copiesSchema = [
  `CREATE TABLE number_gaps (
     year INTEGER NOT NULL,
     first_seq INTEGER NOT NULL,
     last_seq INTEGER NOT NULL,
     at INTEGER NOT NULL,
     PRIMARY KEY (year, first_seq)
   ) WITHOUT ROWID`,
]
