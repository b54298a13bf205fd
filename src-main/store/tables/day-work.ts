/** What came with the crews' paper; see dialects/sqlite/schema/day-work.ts. */
export interface DayWorkTables {
  /** `moment`: `before` or `after` the work. */
  visit_photos: { attachment_id: number; visit_id: number; moment: string }
}
