import type { AppError } from '@shared/kernel/app-error'
import { appError } from '@shared/kernel/app-error'
import { KEY_REFUSED } from '@shared/kernel/close-codes'
import { LARGEST_CALL } from '@shared/kernel/largest-call'
import { err, type Result } from '@shared/kernel/result'
import type { BridgeEvent, ConnectionState, DeskBridge, Trouble } from './bridge'

/** As much of a browser's WebSocket as the bridge uses; tests give their own. */
export interface Socket {
  send(data: string): void
  close(): void
  addEventListener(type: 'close', listener: (event: { code?: number }) => void): void
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void
}

export interface WebBridgeOptions {
  /** Opens a socket; called again at every reconnection. Every socket ends with `close`, also one that never opened. */
  readonly open: () => Socket
  /** Milliseconds to wait before attempt `n` (from 1). */
  readonly delay?: (attempt: number) => number
}

type Pending = (result: Result<unknown>) => void
type Frame = { id?: number; result?: Result<unknown>; event?: string; payload?: unknown }

/** The host's own frame: the engine behind the line fell silent, or answers again. */
const ENGINE_EVENT = 'engine'

const engineState = (payload: unknown): ConnectionState => {
  const state = payload !== null && typeof payload === 'object' && 'state' in payload ? payload.state : null
  return state === 'connected' || state === 'connecting' ? state : 'lost'
}

/** The host's word for an engine that cannot start. */
const failureIn = (payload: unknown): Trouble | null =>
  payload !== null && typeof payload === 'object' && 'code' in payload && typeof payload.code === 'string'
    ? { code: payload.code }
    : null

/** To the host itself, beside the calls that it carries. */
const RETRY = JSON.stringify({ id: 0, name: 'host.retry' })

const unreachable = (): Result<never, AppError> => err(appError('engine_unreachable'))

const isTooLarge = (frame: string): boolean =>
  frame.length > LARGEST_CALL / 4 && new TextEncoder().encode(frame).byteLength > LARGEST_CALL

const parseFrame = (data: unknown): Frame | null => {
  if (typeof data !== 'string') return null
  try {
    const frame: unknown = JSON.parse(data)
    return frame !== null && typeof frame === 'object' ? frame : null
  } catch {
    return null
  }
}

/**
 * The bridge over a WebSocket: `{id, name, input}` out, `{id, result}` and `{event, payload}` in. It reconnects by
 * itself; calls in flight when the line drops are answered `engine_unreachable`, since nobody knows whether they
 * were carried out, and calls made while it connects wait for the line. A desk that is
 * just starting takes the line in and holds what is said.
 */
export const createWebBridge = ({ open, delay = backoff }: WebBridgeOptions): DeskBridge => {
  const pending = new Map<number, Pending>()
  const waiting: { frame: string; id: number }[] = []
  const listeners = new Set<(event: BridgeEvent) => void>()
  const watchers = new Set<(state: ConnectionState) => void>()
  const troubled = new Set<(trouble: Trouble | null) => void>()
  let trouble: Trouble | null = null
  let state: ConnectionState = 'connecting'
  let socket: Socket | null = null
  /** The host has said how its engine is: frames may be sent. */
  let isOpen = false
  let lastId = 0
  let attempt = 0

  const move = (next: ConnectionState): void => {
    if (state === next) return
    state = next
    for (const watcher of watchers) watcher(next)
  }

  const dropAll = (): void => {
    waiting.length = 0
    const lost = [...pending.values()]
    pending.clear()
    for (const resolve of lost) resolve(unreachable())
  }

  /** An engine that cannot start answers nothing that was asked of it. */
  const setTrouble = (next: Trouble | null): void => {
    if (trouble?.code === next?.code) return
    trouble = next
    if (next !== null) dropAll()
    for (const listener of troubled) listener(next)
  }

  /** The line stands when the host says so: it takes a page in before its engine is ready, or while it is gone. */
  const hear = (told: ConnectionState): void => {
    if (told === 'connecting' && state === 'lost') return
    attempt = 0
    isOpen = told !== 'lost'
    if (isOpen) for (const { frame } of waiting.splice(0)) socket?.send(frame)
    move(told)
  }

  const onMessage = (data: unknown): void => {
    const frame = parseFrame(data)
    if (frame === null) return
    if (frame.event === ENGINE_EVENT) {
      setTrouble(failureIn(frame.payload))
      return hear(engineState(frame.payload))
    }
    if (frame.event !== undefined) {
      for (const listener of listeners) listener({ name: frame.event, payload: frame.payload })
      return
    }
    if (frame.id === undefined || frame.result === undefined) return
    pending.get(frame.id)?.(frame.result)
    pending.delete(frame.id)
  }

  const connect = (): void => {
    const current = open()
    let closed = false
    socket = current
    isOpen = false
    const onClose = (code?: number): void => {
      if (closed) return
      closed = true
      socket = null
      isOpen = false
      attempt += 1
      dropAll()
      if (code === KEY_REFUSED) return move('refused')
      move('lost')
      setTimeout(connect, delay(attempt))
    }
    current.addEventListener('message', (event) => onMessage(event.data))
    current.addEventListener('close', ({ code }) => onClose(code))
  }
  connect()

  return {
    invoke: (name, input) =>
      new Promise((resolve) => {
        if (state === 'lost' || state === 'refused') return resolve(unreachable())
        lastId += 1
        const id = lastId
        const frame = JSON.stringify({ id, name, input: input ?? null })
        // The host would take it for an attack and cut the line, with every call that is under way on it.
        if (isTooLarge(frame)) return resolve(err(appError('invalid_input')))
        pending.set(id, resolve)
        if (isOpen) socket?.send(frame)
        else waiting.push({ frame, id })
      }),
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    onTrouble: (listener) => {
      troubled.add(listener)
      listener(trouble)
      return () => troubled.delete(listener)
    },
    retry: () => socket?.send(RETRY),
    onConnection: (listener) => {
      watchers.add(listener)
      listener(state)
      return () => watchers.delete(listener)
    },
  }
}

const backoff = (attempt: number): number => Math.min(300 * 2 ** (attempt - 1), 10_000)
