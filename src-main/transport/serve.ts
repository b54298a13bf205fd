import { findCall, type CallDefinition } from '@shared/contract/define'
import { type Contract, type EventName, type EventOf, type Handlers, contract } from '@shared/contract'
import { type AppError, Refusal, appError } from '@shared/kernel/app-error'
import { type Result, err } from '@shared/kernel/result'
import type { Caller } from '@main/platform/caller'
import type { Clock } from '@main/platform/clock'
import { inBackground } from '@main/platform/in-background'
import type { Logger } from '@main/platform/logger'
import { type CallFrame, type Channel, type ServerFrame, isCallFrame } from './frames'

export interface ServeParts {
  readonly handlers: Handlers<Caller>
  readonly callerOf: (line: string) => Caller
  readonly isStoreOpen: () => boolean
  /** Whether the person on this line is away. */
  readonly isLocked: (line: string) => boolean
  /** A line that ended: its session ends with it. */
  readonly lineClosed: (line: string) => void
  /** Sees every call that the contract knows: it runs `body`, so that what is written is written in its name. */
  readonly witness: Witness
  readonly logger: Logger
  readonly clock: Clock
}

export interface WitnessedCall {
  readonly caller: Caller
  readonly name: string
  readonly definition: CallDefinition
  /** Null until the door has parsed it: an unknown field is nobody's business. */
  input: unknown
}

export type Witness = (call: WitnessedCall, body: () => Promise<Result<unknown>>) => Promise<Result<unknown>>

export interface DoorServer {
  /** Parses, checks, calls, and turns whatever happens into a value. */
  call(caller: Caller, name: string, input: unknown): Promise<Result<unknown>>
  accept(line: string, channel: Channel): void
  /** To every line where someone has signed in (`store` also to the others: they wait for one). */
  broadcast<N extends EventName>(name: N, payload: EventOf<N>): void
  /** The same news, told to each line as it may know it. */
  broadcastEach<N extends EventName>(name: N, payload: (caller: Caller) => Promise<EventOf<N>>): Promise<void>
  tell<N extends EventName>(line: string, name: N, payload: EventOf<N>): void
}

/** The only place where refusals of every kind, and bugs, become answers. Logs names, times and codes; never payloads. */
export const serve = (parts: ServeParts): DoorServer => {
  const lines = new Map<string, Channel>()

  const answer = async (call: WitnessedCall, input: unknown): Promise<Result<unknown>> => {
    const { caller, definition, name } = call
    if (!definition.whileLocked && parts.isLocked(caller.line)) return err(appError('locked'))
    const refused = checkNeeds(caller, definition)
    if (refused !== null) return err(refused)
    if (definition.needsStore && !parts.isStoreOpen()) return err(appError('no_store_open'))
    const parsed = definition.input.safeParse(input)
    if (!parsed.success) {
      const field = parsed.error.issues[0]?.path.join('.') ?? ''
      return err(appError('invalid_input', field === '' ? {} : { field }))
    }
    call.input = parsed.data
    return handlerOf(parts.handlers, name)(caller, parsed.data)
  }

  const witnessed = (call: WitnessedCall, input: unknown): Promise<Result<unknown>> =>
    parts.witness(call, () => valueOf(() => answer(call, input)))

  const call: DoorServer['call'] = async (caller, name, input) => {
    const start = parts.clock.monotonic()
    const definition = findCall(contract, name)
    let result: Result<unknown>
    try {
      result =
        definition === null
          ? err(appError('invalid_input', { field: 'name' }))
          : await witnessed({ caller, name, definition, input: null }, input)
    } catch (error) {
      parts.logger.bug('call failed', error, { name: definition === null ? '?' : name })
      result = err(appError('internal'))
    }
    parts.logger.info('call', {
      name: definition === null ? '?' : name,
      ms: Math.round(parts.clock.monotonic() - start),
      outcome: result.ok ? 'ok' : result.error.code,
    })
    return result
  }

  /** A line that cannot take a frame (its end is gone, the frame cannot cross) keeps nobody else from theirs. */
  const post = (channel: Channel, frame: ServerFrame): boolean => {
    try {
      channel.post(frame)
      return true
    } catch (error) {
      parts.logger.bug('a line did not take a frame', error)
      return false
    }
  }

  const answerFrame = async (line: string, channel: Channel, frame: CallFrame): Promise<void> => {
    const result = await call(parts.callerOf(line), frame.name, frame.input)
    if (!lines.has(line)) return
    // Whoever asked must hear something, or its page waits for ever.
    if (!post(channel, { id: frame.id, result })) post(channel, { id: frame.id, result: err(appError('internal')) })
  }

  /** One line that takes nothing keeps no other from hearing. */
  const tellEach = async <N extends EventName>(
    line: string,
    name: N,
    payload: (caller: Caller) => Promise<EventOf<N>>,
  ): Promise<void> => {
    const caller = parts.callerOf(line)
    if (name !== 'store' && caller.user === null) return
    try {
      const told = await payload(caller)
      const channel = lines.get(line)
      if (channel === undefined) return
      // Somebody signed in or out meanwhile: what is told is for whoever sits there now.
      if (parts.callerOf(line).user?.id !== caller.user?.id) return await tellEach(line, name, payload)
      post(channel, { event: name, payload: told })
    } catch (error) {
      parts.logger.bug('a line was not told', error)
    }
  }

  return {
    call,
    accept(line, channel) {
      lines.set(line, channel)
      channel.onFrame((frame) => {
        if (!isCallFrame(frame)) return
        inBackground(parts.logger, 'call', answerFrame(line, channel, frame))
      })
      channel.onClose(() => {
        lines.delete(line)
        parts.lineClosed(line)
      })
    },
    broadcast(name, payload) {
      for (const [line, channel] of lines) {
        if (name === 'store' || parts.callerOf(line).user !== null) post(channel, { event: name, payload })
      }
    },
    async broadcastEach(name, payload) {
      for (const line of lines.keys()) await tellEach(line, name, payload)
    },
    tell(line, name, payload) {
      const channel = lines.get(line)
      if (channel) post(channel, { event: name, payload })
    },
  }
}

/** A refusal that was thrown on its way is an answer like any other. */
const valueOf = async (body: () => Promise<Result<unknown>>): Promise<Result<unknown>> => {
  try {
    return await body()
  } catch (error) {
    if (error instanceof Refusal) return err(error.error)
    throw error
  }
}

const checkNeeds = (caller: Caller, definition: CallDefinition): AppError | null => {
  if (definition.onlyHere && caller.served !== undefined) return appError('only_on_serving_desk')
  if (definition.needs === 'public') return null
  if (caller.user === null) return appError('unauthenticated')
  if (definition.needs === 'session' || caller.user.permissions.includes(definition.needs)) return null
  return appError('forbidden', { details: { needs: definition.needs } })
}

type AnyHandler = (caller: Caller, input: unknown) => Promise<Result<unknown>>

const handlerOf = (handlers: Handlers<Caller>, name: string): AnyHandler => {
  const [feature = '', method = ''] = name.split('.')
  const methods = handlers[feature as keyof Contract] as unknown as Record<string, AnyHandler>
  const handler = methods[method]
  if (!handler) throw new Error(`no handler for ${name}`)
  return handler
}
