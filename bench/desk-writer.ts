/** A desk of its own, as `many-desks.ts` starts eight of: says `ready`, and at `go` files so many reports. */
import { randomUUID } from 'node:crypto'
import { contract } from '@shared/contract'
import { createTicket } from '@main/features/tickets/create-ticket'
import { systemClock } from '@main/platform/clock'
import { silentLogger } from '@main/platform/logger'
import { secureRandom } from '@main/platform/random'
import { CurrentStore, openedStore } from '@main/store/current-store'
import { openStore } from '@main/store/open'
import { benchCaller } from './bench-caller'

const [path = '', name = '', count = '0'] = process.argv.slice(2)
const opened = await openStore(path)
if (!opened.ok) throw new Error(opened.error.code)
const current = new CurrentStore()
current.set(openedStore(opened.value, name))
const parts = { current, clock: systemClock, random: secureRandom, logger: silentLogger }

process.on('message', () => {
  void (async () => {
    let refused = 0
    for (let at = 0; at < Number(count); at += 1) {
      const report = contract.tickets.create.input.parse({
        channel: 'phone',
        subject: `Buca ${name} ${at}`,
        description: 'Una buca profonda davanti al cancello.',
        reporter: { kind: 'anonymous' },
        key: randomUUID(),
      })
      const filed = await createTicket(parts, benchCaller, report)
      if (!filed.ok) refused += 1
    }
    process.send?.({ refused })
    await opened.value.close()
    process.disconnect()
  })()
})
process.send?.('ready')
