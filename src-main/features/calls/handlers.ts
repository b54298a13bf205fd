import type { calls } from '@shared/contract/calls'
import type { FeatureHandlers } from '@shared/contract/define'
import type { telephone } from '@shared/contract/telephone'
import { ok } from '@shared/kernel/result'
import { type Caller, mayCaller, signedIn } from '@main/platform/caller'
import { countMissed, linesOf, listCalls, ringingCalls } from './calls-queries'
import type { CallsParts, TelephonePort } from './calls-ports'
import { settleCall } from './settle-call'
import { takeCall } from './take-call'

const deskOf = (caller: Caller): string | null => caller.served?.id ?? null

export const callHandlers = (parts: CallsParts): FeatureHandlers<typeof calls, Caller> => ({
  ringing: (caller) =>
    parts.current.store.read((db) =>
      ringingCalls(db, {
        now: parts.clock.now(),
        ringing: parts.ringing.of(deskOf(caller)),
        namesPeople: mayCaller(caller, 'contacts.read'),
      }),
    ),
  list: (_caller, input) => parts.current.store.read((db) => listCalls(db, input, parts.clock.now())),
  count: () => parts.current.store.read((db) => countMissed(db, parts.clock.now())),
  take: (caller, { id }) => takeCall(parts, signedIn(caller), id),
  settle: (caller, input) => settleCall(parts, signedIn(caller), input),
  lines: (caller) => parts.current.store.read((db) => linesOf(db, parts.ringing.of(deskOf(caller)))),
  ringHere: (caller, { ringing }) => {
    parts.ringing.set(deskOf(caller), ringing)
    return Promise.resolve(ok({}))
  },
})

export const telephoneHandlers = (port: TelephonePort): FeatureHandlers<typeof telephone, Caller> => ({
  status: async () => ok(await port.status()),
  start: (_caller, { port: wanted }) => port.start(wanted),
  stop: () => port.stop(),
  newToken: () => port.newToken(),
  tryIt: (_caller, call) => port.tryIt(call),
})
