/**
 * What the yearly figures are counted from, read from the index alone: a hundred thousand rows of a wide table would be
 * looked up one by one otherwise.
 */
const COUNTED =
  'status, closed_at, outcome, reopened, done_at, resolution_due, first_answered_at, channel, category_id, district_id, crew_id, body_id'

export const reportsSchema = [
  `CREATE INDEX tickets_report ON tickets(created_at, ${COUNTED})`,
  `CREATE INDEX tickets_closed ON tickets(closed_at, status, created_at, outcome) WHERE closed_at IS NOT NULL`,
]
