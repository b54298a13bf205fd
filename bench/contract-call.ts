import { MessageChannel } from 'node:worker_threads'
import { type Contract, contract } from '@shared/contract'
import { clientOf } from '@shared/contract/define'
import type { Result } from '@shared/kernel/result'
import { ticketHandlers } from '@main/features/tickets/handlers'
import { systemClock } from '@main/platform/clock'
import { silentLogger } from '@main/platform/logger'
import { secureRandom } from '@main/platform/random'
import { CurrentStore, openedStore } from '@main/store/current-store'
import { serve } from '@main/transport/serve'
import { type Bench, inTurn, timeRow } from './bench'
import { benchCaller } from './bench-caller'
import { bigStore } from './big-store'

/** Fifty rows over a message port through the door, against the use case's own time plus a bare clone of its answer over the same port. */
export const contractCall: Bench = async ({ tickets }) => {
  const store = await bigStore(tickets)
  const current = new CurrentStore()
  current.set(openedStore(store, 'bench'))
  const parts = { current, clock: systemClock, random: secureRandom, logger: silentLogger }
  const handlers = ticketHandlers(parts)
  const door = serve({
    // Only the tickets' calls are made here.
    handlers: { tickets: handlers } as unknown as Parameters<typeof serve>[0]['handlers'],
    callerOf: () => benchCaller,
    isStoreOpen: () => true,
    isLocked: () => false,
    lineClosed: () => undefined,
    witness: (_call, body) => body(),
    logger: silentLogger,
    clock: systemClock,
  })
  const { port1, port2 } = new MessageChannel()
  let answer: (result: Result<unknown>) => void = () => undefined
  port1.on('message', (message: { result?: Result<unknown>; echo?: unknown }) =>
    answer(message.result ?? { ok: true, value: message.echo }),
  )
  port2.on('message', (message: { name?: string; input?: unknown; echo?: unknown }) => {
    if (message.name === undefined) port2.postMessage(message)
    else void door.call(benchCaller, message.name, message.input).then((result) => port2.postMessage({ result }))
  })
  const over = (message: unknown): Promise<Result<unknown>> =>
    new Promise((resolve) => {
      answer = resolve
      port1.postMessage(message)
    })
  const client = clientOf<Contract>((name, input) => over({ name, input }))
  const first = await client.tickets.list({ limit: 50 })
  if (!first.ok) throw new Error(first.error.code)
  const direct = contract.tickets.list.input.parse({ limit: 50 })
  const timed = await inTurn(
    100,
    () => client.tickets.list({ limit: 50 }),
    async () => {
      await handlers.list(benchCaller, direct)
      await over({ echo: first.value })
    },
  )
  port1.close()
  await store.close()
  return [timeRow('contract call with 50 rows, against use case + bare clone over the port', tickets, timed, 2)]
}
