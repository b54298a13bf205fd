import type { EventName } from '@shared/contract'
import type { Result } from '@shared/kernel/result'

/** Page → engine: one call. */
export interface CallFrame {
  readonly id: number
  readonly name: string
  readonly input: unknown
}

/** Engine → page: the answer to a call, or an event that nobody asked for. */
export type ServerFrame =
  { readonly id: number; readonly result: Result<unknown> } | { readonly event: EventName; readonly payload: unknown }

export const isCallFrame = (value: unknown): value is CallFrame =>
  typeof value === 'object' &&
  value !== null &&
  'id' in value &&
  typeof value.id === 'number' &&
  'name' in value &&
  typeof value.name === 'string' &&
  value.name.length < 100

/** One line between a page and the engine, whatever carries it. */
export interface Channel {
  post(frame: ServerFrame): void
  onFrame(listener: (frame: unknown) => void): void
  onClose(listener: () => void): void
}
