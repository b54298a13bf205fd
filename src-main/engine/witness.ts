import type { CallDefinition, Shows } from '@shared/contract/define'
import type { ErrorCode } from '@shared/kernel/app-error'
import type { Result } from '@shared/kernel/result'
import type { Caller } from '@main/platform/caller'
import type { CurrentStore } from '@main/store/current-store'
import { Act, type Actor, acting } from '@main/store/audit/acting'
import type { Witness, WitnessedCall } from '@main/transport/serve'

/** Refusals that tell of somebody who tried what is not theirs; others (a conflict, a typing error) are daily work. */
const TOLD: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'forbidden',
  'wrong_credentials',
  'account_disabled',
  'too_many_attempts',
])

const STRANGER: Actor = { id: null, name: '' }

const actorOf = ({ user }: Caller): Actor => (user === null ? STRANGER : { id: user.id, name: user.username })

/**
 * Writes down what passes the door: a command in the transaction of its own change, a look at somebody's data and a
 * refused attempt with the next write. Nothing here may make a call fail that has succeeded.
 */
export const auditWitness =
  (current: CurrentStore): Witness =>
  async (call, body) => {
    const { definition, caller } = call
    const own = definition.audit.as === 'change' || definition.audit.as === 'event'
    const act = new Act({
      kind: definition.audit.as === 'event' ? 'event' : 'change',
      name: call.name,
      actor: actorOf(caller),
      operator: caller.operator,
      station: caller.served?.name,
      input: () => call.input,
      plain: definition.audit.plain,
    })
    // A call that is told otherwise, or not at all, still gives its name to what it changes.
    if (!own) act.recorded = true
    const result = await acting(act, body)
    const store = current.opened?.store
    if (store === undefined) return result
    if (!result.ok) {
      if (TOLD.has(result.error.code)) hold(call, act.actor, result, current)
    } else if (definition.audit.as === 'look') {
      if (!isBlank(definition, result.value)) hold(call, act.actor, result, current)
    } else if (!act.recorded && store.facts.readOnly === null) {
      const written = await store.record(act).catch(() => null)
      if (!written?.ok) hold(call, act.actor, result, current)
    }
    return result
  }

const hold = (call: WitnessedCall, actor: Actor, result: Result<unknown>, current: CurrentStore): void => {
  const [entity, field] = shownBy(call.definition)
  const object = field === null ? null : fieldOf(call.input, field)
  current.opened?.store.trail.look({
    kind: !result.ok ? 'refused' : call.definition.kind === 'query' ? 'look' : 'event',
    name: call.name,
    actor,
    operator: call.caller.operator,
    station: call.caller.served?.name,
    entity,
    object: result.ok ? object : null,
    outcome: result.ok ? 'ok' : result.error.code,
    onceIn: result.ok ? call.definition.audit.onceIn : undefined,
  })
}

const isBlank = ({ audit }: CallDefinition, answer: unknown): boolean => {
  const shown = audit.shownIn === undefined ? undefined : (answer as Record<string, unknown>)[audit.shownIn]
  return Array.isArray(shown) && shown.length === 0
}

const shownBy = ({ touchesPerson }: CallDefinition): readonly [string | null, string | null] => {
  if (typeof touchesPerson === 'boolean') return [null, null]
  const [entity, field] = Object.entries(touchesPerson satisfies Shows)[0] ?? [null, null]
  return [entity, field ?? null]
}

const fieldOf = (input: unknown, field: string): number | null => {
  const value = typeof input === 'object' && input !== null ? (input as Record<string, unknown>)[field] : null
  return typeof value === 'number' ? value : null
}
