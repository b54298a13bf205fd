import type { Change } from '@shared/contract/events'
import { Act, asSystem } from '@main/store/audit/acting'
import type { AccountParts } from '@main/features/accounts/account-parts'
import { refreshSessions } from '@main/features/accounts/end-sessions'
import { readSetting } from '@main/features/settings/read-setting'
import type { Part } from '@main/platform/part'

/** How late a session that is over may be told so; until then its calls are refused already. */
const TICK_MS = 15_000

const readLimits = async (parts: AccountParts): Promise<void> => {
  const limits = await parts.current.opened?.store.read((db) => readSetting(db, 'access'))
  if (limits?.ok) parts.sessions.setLimits(limits.value)
}

/** What changed about people and their rights, on whichever desk, is true in open sessions at once. */
export const followAccounts = async (parts: AccountParts, changes: readonly Change[]): Promise<void> => {
  const changed = (entity: Change['entity']): Change[] => changes.filter((change) => change.entity === entity)
  if (changed('settings').length > 0) await readLimits(parts)
  const users = changed('users').map(({ id }) => id)
  // Id 0 stands for all of them: a desk that missed rows of the log looks at everybody.
  if (changed('roles').length > 0 || users.includes(0)) await refreshSessions(parts, null)
  else if (users.length > 0) await refreshSessions(parts, users)
}

/** Ends sessions whose time is over; a part of the engine's lifecycle. */
export const sessionClock = (parts: AccountParts): Part => {
  let timer: NodeJS.Timeout | null = null

  const tick = async (): Promise<void> => {
    for (const ended of parts.sessions.endOverdue()) {
      parts.sessionEnded(ended)
      const store = parts.current.opened?.store
      const act = new Act({
        kind: 'event',
        name: 'accounts.sessionOver',
        actor: { id: ended.user.id, name: ended.user.username },
        input: () => ({ reason: ended.reason }),
        plain: ['reason'],
      })
      if (store !== undefined && store.facts.readOnly === null) await store.record(act)
    }
  }

  return {
    name: 'sessions',
    start: async () => {
      await readLimits(parts)
      timer = setInterval(() => {
        asSystem('accounts.sessions', tick).catch((error: unknown) => parts.logger.bug('sessions', error))
      }, TICK_MS)
      timer.unref()
    },
    stop: () => {
      if (timer) clearInterval(timer)
      return Promise.resolve()
    },
  }
}
