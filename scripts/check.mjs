/** `npm run check`: the fast part of the tests. */
import { bootstrap } from './bootstrap.mjs'
import { fastChecks, writeInterfaceTypes } from './checks.mjs'
import { finish, step } from './report.mjs'
import { runProjects } from './vitest-run.mjs'

await bootstrap()
await writeInterfaceTypes()
await fastChecks()
await step('unit and renderer', () => runProjects(['unit', 'renderer']))
finish()
