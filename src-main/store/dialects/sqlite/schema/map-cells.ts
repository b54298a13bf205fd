/** A cell of the map is a thousandth of a degree high and a 750th wide: 110 by 110 metres in the middle of Italy. */
const yOf = (row: string): string => `CAST((${row}lat + 90) * 1000 AS INTEGER)`
const xOf = (row: string): string => `CAST((${row}lon + 180) * 750 AS INTEGER)`
/** Millionths of a degree, so that what is added and taken away comes out even. */
const microdegrees = (column: string): string => `CAST(round(${column} * 1000000) AS INTEGER)`

const isPlaced = (row: string): string => `${row}lat IS NOT NULL AND ${row}lon IS NOT NULL`
const values = (row: string): string =>
  `${row}status, ${yOf(row)}, ${xOf(row)}, 1, ${row}priority >= 3, ${microdegrees(`${row}lat`)}, ${microdegrees(`${row}lon`)}`

const HAS_CHANGED = `(old.lat IS NOT new.lat OR old.lon IS NOT new.lon OR old.status <> new.status OR old.priority <> new.priority)`

const TAKE = `UPDATE map_cells SET n = n - 1, urgent = urgent - (old.priority >= 3),
       lat_sum = lat_sum - ${microdegrees('old.lat')}, lon_sum = lon_sum - ${microdegrees('old.lon')}
     WHERE status = old.status AND y = ${yOf('old.')} AND x = ${xOf('old.')};
     DELETE FROM map_cells WHERE status = old.status AND y = ${yOf('old.')} AND x = ${xOf('old.')} AND n = 0;`

const ADD = `INSERT INTO map_cells (status, y, x, n, urgent, lat_sum, lon_sum) VALUES (${values('new.')})
     ON CONFLICT (status, y, x) DO UPDATE SET n = n + 1, urgent = urgent + excluded.urgent,
       lat_sum = lat_sum + excluded.lat_sum, lon_sum = lon_sum + excluded.lon_sum;`

/**
 * How many tickets of each state lie in each cell of the map. Reading and grouping a million points takes the engine
 * seconds; a town has a few tens of thousands of cells.
 */
export const mapCellsSchema = [
  `CREATE TABLE map_cells (
     status TEXT NOT NULL,
     y INTEGER NOT NULL,
     x INTEGER NOT NULL,
     n INTEGER NOT NULL,
     urgent INTEGER NOT NULL,
     lat_sum INTEGER NOT NULL,
     lon_sum INTEGER NOT NULL,
     PRIMARY KEY (status, y, x)
   ) WITHOUT ROWID`,
  `INSERT INTO map_cells (status, y, x, n, urgent, lat_sum, lon_sum)
     SELECT status, ${yOf('')}, ${xOf('')}, count(*), sum(priority >= 3), sum(${microdegrees('lat')}), sum(${microdegrees('lon')})
     FROM tickets WHERE ${isPlaced('')} GROUP BY 1, 2, 3`,
  `CREATE TRIGGER map_cells_insert AFTER INSERT ON tickets WHEN ${isPlaced('new.')} BEGIN
     ${ADD}
   END`,
  `CREATE TRIGGER map_cells_leave AFTER UPDATE OF lat, lon, status, priority ON tickets WHEN ${isPlaced('old.')} AND ${HAS_CHANGED} BEGIN
     ${TAKE}
   END`,
  `CREATE TRIGGER map_cells_enter AFTER UPDATE OF lat, lon, status, priority ON tickets WHEN ${isPlaced('new.')} AND ${HAS_CHANGED} BEGIN
     ${ADD}
   END`,
  `CREATE TRIGGER map_cells_delete AFTER DELETE ON tickets WHEN ${isPlaced('old.')} BEGIN
     ${TAKE}
   END`,
]
