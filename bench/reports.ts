import { yearPeriod } from '@shared/reports/period'
import { figuresOf } from '@main/features/reports/figures-of'
import { readSetting } from '@main/features/settings/read-setting'
import { type Bench, inTurn, timeRow } from './bench'
import { bigStore } from './big-store'

const ROUNDS = 11

/** One pass over the year's rows for each way in which the page slices them: what any program must look at. */
const SLICES = ['channel', 'category_id', 'district_id', 'crew_id', 'body_id', "'all'"]

/**
 * The figures of the fullest year, against the bare counts by channel, category, district, crew and body that they hold
 * at least: months, outcomes, stock and the quantiles of every slice come on top.
 */
export const reports: Bench = async ({ tickets }) => {
  const store = await bigStore(tickets)
  const { reader } = store.connections
  const year = reader
    .prepare(
      `SELECT CAST(strftime('%Y', created_at / 1000, 'unixepoch') AS INTEGER) FROM tickets GROUP BY 1 ORDER BY count(*) DESC LIMIT 1`,
    )
    .pluck()
    .get() as number
  const period = yearPeriod(year)
  const [from, to] = [Date.parse(period.from), Date.parse(period.to) + 86_400_000]
  const bare = SLICES.map((column) =>
    reader.prepare(
      `SELECT ${column}, count(*), sum(status = 'closed'), sum(closed_at < ${to}), sum(reopened > 0) FROM tickets
       WHERE created_at >= ${from} AND created_at < ${to} AND status <> 'merged' GROUP BY 1`,
    ),
  )
  let counted = 0
  const timed = await inTurn(
    ROUNDS,
    async () => {
      const answer = await store.read(async (db) =>
        figuresOf(db, period, { calendar: await readSetting(db, 'calendar'), now: Date.now() }),
      )
      if (!answer.ok) throw new Error(answer.error.code)
      counted = answer.value.measures.received
    },
    () => bare.map((statement) => statement.all()),
  )
  await store.close()
  return [
    {
      ...timeRow("the year's figures, against the bare counts of their slices", counted, timed, 2),
      note: `${counted} tickets of ${year} in a store of ${tickets}`,
    },
  ]
}
