import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ROLES, ROLE_PERMISSIONS, type Role } from '@shared/accounts/permissions'
import { contract } from '@shared/contract'
import type { CallDefinition, Feature } from '@shared/contract/define'
import type { UserId } from '@shared/kernel/ids'
import type { Caller } from '@main/platform/caller'
import { type TestDesk, codeOf, openTestDesk } from '../support/engine'

const calls: [string, CallDefinition][] = Object.entries(contract as Readonly<Record<string, Feature>>).flatMap(
  ([feature, own]) => Object.entries(own).map(([name, call]): [string, CallDefinition] => [`${feature}.${name}`, call]),
)

/** Inputs that no schema of ours may take for something. */
const JUNK: readonly unknown[] = [null, 7, 'testo', [], { id: 'x' }, { id: -1 }, { id: 1.5, base: 3, changes: [] }]

let desk: TestDesk

const administrator: Caller = {
  user: {
    id: 1 as UserId,
    username: 'administrator',
    displayName: 'Utente administrator',
    roles: ['administrator'],
    permissions: [...ROLE_PERMISSIONS.administrator],
  },
  line: 'test',
}

const callerWith = (role: Role): Caller => ({
  line: 'test',
  user: { id: 1 as UserId, username: role, displayName: role, roles: [role], permissions: [...ROLE_PERMISSIONS[role]] },
})

beforeAll(async () => {
  desk = await openTestDesk()
})
afterAll(async () => {
  await desk.close()
})

describe('every call of the contract', () => {
  it.each(calls)('%s refuses junk by name and answers nothing else to it', async (name, call) => {
    for (const junk of JUNK) {
      if (call.input.safeParse(junk).success) continue
      expect(codeOf(await desk.engine.door.call(administrator, name, junk))).toBe('invalid_input')
    }
  })

  it.each(calls)('%s is closed to whoever has not signed in, unless it is public', async (name, call) => {
    const answer = await desk.line().memory.invoke(name, {})
    if (call.needs === 'public') expect(codeOf(answer)).not.toBe('unauthenticated')
    else expect(codeOf(answer)).toBe('unauthenticated')
  })

  it.each(calls.filter(([, call]) => call.needs !== 'public' && call.needs !== 'session'))(
    '%s is forbidden to every role that lacks its permission',
    async (name, call) => {
      for (const role of ROLES) {
        const permissions = ROLE_PERMISSIONS[role]
        const answer = await desk.engine.door.call(callerWith(role), name, {})
        if ([...permissions].some((held) => held === call.needs)) expect(codeOf(answer)).not.toBe('forbidden')
        else expect(codeOf(answer)).toBe('forbidden')
      }
    },
  )

  it('survives whatever a stranger sends: a named refusal, never an exception', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...calls), fc.jsonValue(), async ([name, call], input) => {
        if (call.input.safeParse(input).success) return
        const answer = await desk.engine.door.call(desk.engine.callerOf('nobody'), name, input)
        expect(['invalid_input', 'unauthenticated', 'no_store_open']).toContain(codeOf(answer))
      }),
      { numRuns: 300, seed: 20261123 },
    )
  })

  it('has no name that the door does not know', async () => {
    for (const name of ['tickets', 'tickets.', 'tickets.list.x', '__proto__.toString', 'tickets.constructor'])
      expect(codeOf(await desk.line().memory.invoke(name, {}))).toBe('invalid_input')
  })

  it('says that no store is open before it asks anything of one', async () => {
    const empty = await openTestDesk({ withStore: false })
    for (const [name, call] of calls.filter(([, own]) => own.needsStore && own.needs !== 'public'))
      expect([call.needs, codeOf(await empty.engine.door.call(administrator, name, {}))]).toEqual([
        call.needs,
        'no_store_open',
      ])
    await empty.close()
  })
})
