import type { EventName } from '@shared/contract'
import type { Invoke } from '@shared/contract/define'
import type { Channel, ServerFrame } from './frames'
import type { Result } from '@shared/kernel/result'

export interface MemoryLine {
  readonly channel: Channel
  readonly invoke: Invoke
  onEvent(listener: (name: EventName, payload: unknown) => void): void
  close(): void
}

/** A line inside one process that clones what crosses it, both ways: what works here survives a real port. */
export const memoryLine = (): MemoryLine => {
  let receive: (frame: unknown) => void = () => undefined
  let closed: () => void = () => undefined
  let nextId = 1
  const waiting = new Map<number, (result: Result<unknown>) => void>()
  const listeners = new Set<(name: EventName, payload: unknown) => void>()
  return {
    channel: {
      post: (frame: ServerFrame) => {
        const copy = structuredClone(frame)
        queueMicrotask(() => {
          if ('event' in copy) for (const listener of listeners) listener(copy.event, copy.payload)
          else {
            waiting.get(copy.id)?.(copy.result)
            waiting.delete(copy.id)
          }
        })
      },
      onFrame: (listener) => {
        receive = listener
      },
      onClose: (listener) => {
        closed = listener
      },
    },
    invoke: (name, input) =>
      new Promise((resolve) => {
        const id = nextId
        nextId += 1
        waiting.set(id, resolve)
        receive(structuredClone({ id, name, input }))
      }),
    onEvent: (listener) => void listeners.add(listener),
    close: () => closed(),
  }
}
