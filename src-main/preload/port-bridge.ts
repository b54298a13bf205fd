import type { Result } from '@shared/kernel/result'

type State = 'connecting' | 'connected' | 'lost'
type Pending = (result: Result<unknown>) => void
interface Call {
  readonly id: number
  readonly name: string
  readonly input: unknown
}
/** Why there is no engine, and will be none until a person asks for another try. */
interface Trouble {
  readonly code: string
}
type Frame =
  { readonly id: number; readonly result: Result<unknown> } | { readonly event: string; readonly payload: unknown }

const unreachable: Result<never> = { ok: false, error: { code: 'engine_unreachable' } }

/**
 * The page's bridge over a MessagePort that the host hands over, and hands over anew when the engine is restarted.
 * Calls made before the first port wait for it; those under way when an engine dies are answered
 * `engine_unreachable`, since nobody knows whether they were carried out.
 */
export const createPortBridge = () => {
  const pending = new Map<number, Pending>()
  const waiting: Call[] = []
  const listeners = new Set<(event: { name: string; payload: unknown }) => void>()
  const watchers = new Set<(state: State) => void>()
  const troubled = new Set<(trouble: Trouble | null) => void>()
  let trouble: Trouble | null = null
  let port: MessagePort | null = null
  let answers = false
  let state: State = 'connecting'
  let lastId = 0

  const move = (next: State): void => {
    if (state === next) return
    state = next
    for (const watcher of watchers) watcher(next)
  }

  const setTrouble = (next: Trouble | null): void => {
    if (trouble?.code === next?.code) return
    trouble = next
    for (const listener of troubled) listener(next)
  }

  const drop = (): void => {
    port?.close()
    port = null
    waiting.length = 0
    const lost = [...pending.values()]
    pending.clear()
    for (const resolve of lost) resolve(unreachable)
  }

  const onMessage = (frame: Frame): void => {
    if ('event' in frame) {
      for (const listener of listeners) listener({ name: frame.event, payload: frame.payload })
      return
    }
    pending.get(frame.id)?.(frame.result)
    pending.delete(frame.id)
  }

  return {
    takePort(next: MessagePort): void {
      if (port !== null) drop()
      port = next
      next.addEventListener('message', (event) => onMessage(event.data as Frame))
      next.start()
      for (const call of waiting.splice(0)) next.postMessage(call)
      if (answers) move('connected')
    },
    /** @param failure the code of why there is no engine and will be none by itself */
    engineState(answering: boolean, failure: string | null): void {
      answers = answering
      setTrouble(failure === null ? null : { code: failure })
      if (failure !== null) drop()
      if (!answering) move('lost')
      else if (port !== null) move('connected')
    },
    engineDied(): void {
      answers = false
      drop()
      move('lost')
    },
    invoke: (name: string, input: unknown): Promise<Result<unknown>> =>
      new Promise((resolve) => {
        if (state === 'lost') return resolve(unreachable)
        lastId += 1
        const call: Call = { id: lastId, name, input: input ?? null }
        pending.set(call.id, resolve)
        if (port) port.postMessage(call)
        else waiting.push(call)
      }),
    subscribe: (listener: (event: { name: string; payload: unknown }) => void): (() => void) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    onTrouble: (listener: (trouble: Trouble | null) => void): (() => void) => {
      troubled.add(listener)
      listener(trouble)
      return () => void troubled.delete(listener)
    },
    onConnection: (listener: (state: State) => void): (() => void) => {
      watchers.add(listener)
      listener(state)
      return () => void watchers.delete(listener)
    },
  }
}
