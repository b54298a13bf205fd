import { mkdirSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { audit } from './audit'
import type { Bench, Row } from './bench'
import { category } from './category'
import { contractCall } from './contract-call'
import { mailIntake } from './mail-intake'
import { map } from './map'
import { mapPaint } from './map-paint'
import { otherDesk } from './other-desk'
import { queue } from './queue'
import { reports } from './reports'
import { round } from './round'
import { queuePaint } from './queue-paint'
import { search } from './search'
import { start } from './start'
import { streets } from './streets'
import { writers } from './writers'

const BENCHES: Readonly<Record<string, Bench>> = {
  queue,
  search,
  start,
  streets,
  category,
  contract: contractCall,
  mail: mailIntake,
  map,
  round,
  reports,
  paint: queuePaint,
  mapframes: mapPaint,
  feed: otherDesk,
  audit,
  writers,
}

const { values } = parseArgs({ options: { tickets: { type: 'string', default: '1000000' }, only: { type: 'string' } } })
const number = (value: number): string => value.toFixed(value < 10 ? 2 : 0)
const shown: Row[] = []
const chosen = Object.entries(BENCHES).filter(([name]) => name.includes(values.only ?? ''))
if (chosen.length === 0) {
  process.stderr.write(`no bench is called ${values.only}; there are ${Object.keys(BENCHES).join(', ')}\n`)
  process.exit(2)
}
mkdirSync('bench/out', { recursive: true })
// Written down after each one: what has been measured stands even when a later one breaks off.
for (const [, bench] of chosen) {
  for (const row of await bench({ tickets: Number(values.tickets) })) {
    shown.push(row)
    process.stdout.write(
      `${row.met ? 'met ' : 'MISS'}  ${row.name}\n      ${row.size}: median ${number(row.median)} ${row.unit}, p95 ${number(row.p95)}, limit ${number(row.limit)}, ratio ${row.ratio.toFixed(2)}, goal ${row.goal}\n${row.note === undefined ? '' : `      ${row.note}\n`}`,
    )
  }
  writeFileSync('bench/out/latest.json', JSON.stringify(shown, null, 2))
}
