import type { z } from 'zod'
import type { Permission } from '@shared/accounts/permissions'
import type { Result } from '@shared/kernel/result'

/**
 * Who may make a call: a permission; `session` for anyone who is signed in; `public` for anyone at this desk
 * (signing in, choosing a store).
 */
export type Needs = Permission | 'session' | 'public'

/** The one person or ticket that a call shows, by the field of its input that names it: `{ tickets: 'id' }`. */
export type Shows = Readonly<Partial<Record<'tickets' | 'contacts' | 'messages' | 'quarantine', string>>>

export interface AuditRule {
  /**
   * `change`: a row with the write itself (every command). `event`: a row of its own (an export). `look`: held for a few
   * seconds and counted by the minute, as an `event` where it is a command. `none`: nothing.
   */
  readonly as: 'change' | 'event' | 'look' | 'none'
  /** Fields of the input whose values are nobody's data and may be read in the register: states, roles. */
  readonly plain: readonly string[]
  /** Of a `look`: so many minutes after it was told the same again, by the same person, is not told anew. */
  readonly onceIn?: number
  /** Of a `look`: the list in the answer that shows people; where it is empty nobody was looked at. */
  readonly shownIn?: string
}

export interface CallDefinition<
  Kind extends 'query' | 'command' = 'query' | 'command',
  Input extends z.ZodType = z.ZodType,
  Output extends z.ZodType = z.ZodType,
> {
  readonly kind: Kind
  readonly input: Input
  readonly output: Output
  readonly needs: Needs
  /** The answer shows a person's data, so a look at it is written to the audit: a list (true), or whose. */
  readonly touchesPerson: boolean | Shows
  readonly audit: AuditRule
  /** False for the few calls that work before any store is open. */
  readonly needsStore: boolean
  /** Works only at the desk itself (its disks, its network): refused to a desk that is served. */
  readonly onlyHere: boolean
  /** Answered on a locked line too: what leads out of the lock, and nothing that shows anything. */
  readonly whileLocked: boolean
}

export interface EventDefinition<Payload extends z.ZodType = z.ZodType> {
  readonly kind: 'event'
  readonly payload: Payload
}

export interface CallOptions {
  readonly needs: Needs
  readonly touchesPerson?: boolean | Shows
  readonly audit?: Partial<AuditRule>
  readonly needsStore?: boolean
  readonly onlyHere?: boolean
  readonly whileLocked?: boolean
}

/** A call that changes nothing. */
export const query = <I extends z.ZodType, O extends z.ZodType>(
  input: I,
  output: O,
  options: CallOptions,
): CallDefinition<'query', I, O> => ({
  kind: 'query',
  input,
  output,
  touchesPerson: false,
  needsStore: true,
  onlyHere: false,
  whileLocked: false,
  ...options,
  audit: { as: (options.touchesPerson ?? false) === false ? 'none' : 'look', plain: [], ...options.audit },
})

/** A call that changes something; `needs` is mandatory. */
export const command = <I extends z.ZodType, O extends z.ZodType>(
  input: I,
  output: O,
  options: CallOptions,
): CallDefinition<'command', I, O> => ({
  kind: 'command',
  input,
  output,
  touchesPerson: false,
  needsStore: true,
  onlyHere: false,
  whileLocked: false,
  ...options,
  audit: { as: 'change', plain: [], ...options.audit },
})

/** Something that the engine tells every page that listens. */
export const event = <P extends z.ZodType>(payload: P): EventDefinition<P> => ({ kind: 'event', payload })

export type Feature = Readonly<Record<string, CallDefinition>>
export type ContractShape = Readonly<Record<string, Feature>>
export type EventsShape = Readonly<Record<string, EventDefinition>>

export type InputOf<D> = D extends CallDefinition<'query' | 'command', infer I, z.ZodType> ? z.output<I> : never
export type OutputOf<D> = D extends CallDefinition<'query' | 'command', z.ZodType, infer O> ? z.input<O> : never

/** What the engine must offer: one function a call; a missing or an extra one does not compile. */
export type HandlersOf<C extends ContractShape, Caller> = {
  readonly [F in keyof C]: FeatureHandlers<C[F], Caller>
}

export type FeatureHandlers<F extends Feature, Caller> = {
  readonly [N in keyof F]: (caller: Caller, input: InputOf<F[N]>) => Promise<Result<OutputOf<F[N]>>>
}

/** What a page, the command line or a test holds: the same names, the same types, `Result` always. */
export type ClientOf<C extends ContractShape> = {
  readonly [F in keyof C]: {
    readonly [N in keyof C[F]]: C[F][N] extends CallDefinition<'query' | 'command', infer I, infer O>
      ? (input: z.input<I>) => Promise<Result<z.output<O>>>
      : never
  }
}

export type EventPayload<E extends EventsShape, N extends keyof E> =
  E[N] extends EventDefinition<infer P> ? z.output<P> : never

/** Sends one call and resolves with its answer; it never rejects for a refusal. */
export type Invoke = (name: string, input: unknown) => Promise<Result<unknown>>

/** What has a value for every name, made when it is first asked for; it is no promise, and nothing to look into. */
const named = <T>(make: (name: string) => T): Readonly<Record<string, T>> => {
  const known = new Map<string, T>()
  const get = (name: string): T => {
    const value = known.get(name) ?? make(name)
    known.set(name, value)
    return value
  }
  return new Proxy(
    {},
    {
      get: (_, name) => (typeof name === 'symbol' || name === 'then' ? undefined : get(name)),
      // Copied with `...` it would be empty, and every call of the copy undefined.
      ownKeys: () => {
        throw new TypeError('a client does not know its names: hand on the client itself')
      },
    },
  )
}

/**
 * The typed client over any transport. Its names are those of the types alone: a page that asks a question need not build
 * every schema of the contract first, which cost it a tenth of a second at each start.
 */
export const clientOf = <C extends ContractShape>(invoke: Invoke): ClientOf<C> =>
  named((feature) => named((call) => (input: unknown) => invoke(`${feature}.${call}`, input))) as ClientOf<C>

/** `tickets.list` → its definition, or null for a name that the contract does not have. */
export const findCall = (contract: ContractShape, name: string): CallDefinition | null => {
  const [feature = '', call = '', ...rest] = name.split('.')
  if (rest.length > 0 || !Object.hasOwn(contract, feature)) return null
  const calls = contract[feature] as Feature
  return Object.hasOwn(calls, call) ? (calls[call] as CallDefinition) : null
}
