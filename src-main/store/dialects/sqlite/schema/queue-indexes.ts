/**
 * What a queue of a million tickets is narrowed by and had no index of its own: channel, day of arrival, and the map's
 * points, which are read from their index alone.
 */
export const queueIndexes = [
  `CREATE INDEX tickets_channel ON tickets(channel, is_open, id)`,
  `CREATE INDEX tickets_created ON tickets(created_at, is_open, id)`,
  `CREATE INDEX tickets_map ON tickets(is_open, lat, lon, status, priority, category_id)
     WHERE lat IS NOT NULL AND lon IS NOT NULL`,
]
