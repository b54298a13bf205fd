import type { OfficeMoment } from '@shared/desks/notice-hours'
import type { EngineConfig } from '@main/platform/engine-config'
import type { ServerFrame } from './frames'

export type { EngineConfig }

/** What a host tells its engine besides the pages' calls. Everything here is plain data. */
export type ToEngine =
  | { readonly kind: 'start'; readonly config: EngineConfig }
  /** Web host: a page's line opened, said something, or ended (Electron hands over a MessagePort instead). */
  | { readonly kind: 'open'; readonly line: string }
  | { readonly kind: 'frame'; readonly line: string; readonly frame: unknown }
  | { readonly kind: 'close'; readonly line: string }
  | { readonly kind: 'secret'; readonly id: number; readonly ok: boolean; readonly value: string | null }
  /** What a lock prover answered; null: it ended. */
  | { readonly kind: 'prover'; readonly prover: number; readonly message: unknown }
  /** A host whose store is served wants a fresh pairing code; the answer is `serving`. */
  | { readonly kind: 'pairing' }
  | { readonly kind: 'stop' }

export type FromEngine =
  /** The stream door's loopback port and the word that only the host knows. */
  | { readonly kind: 'ready'; readonly streamPort: number; readonly streamSecret: string }
  | { readonly kind: 'failed'; readonly code: string }
  /** Every second; a host that hears none for five says that the store does not answer. */
  | { readonly kind: 'heartbeat' }
  | { readonly kind: 'frame'; readonly line: string; readonly frame: ServerFrame }
  | {
      readonly kind: 'secret'
      readonly id: number
      readonly op: 'get' | 'set' | 'remove'
      readonly key: string
      readonly value: string
    }
  /** Electron: the engine may not fork, so the host starts, feeds and ends a process that tries a share's locks. */
  | { readonly kind: 'prover'; readonly prover: number; readonly do: 'start' | 'kill' }
  | { readonly kind: 'prover'; readonly prover: number; readonly do: 'post'; readonly message: unknown }
  /** For tray and badge; numbers only. */
  | { readonly kind: 'counts'; readonly unread: number; readonly overdue: number }
  | {
      readonly kind: 'notice'
      readonly notice: 'new_ticket' | 'new_message' | 'emergency'
      readonly ticketId: number
      readonly number: string
      readonly office: OfficeMoment
    }
  /** A call that may be taken here begins to ring, or rings no more. */
  | {
      readonly kind: 'call'
      readonly callId: number
      readonly rings: boolean
      readonly line: string
      readonly office: OfficeMoment
    }
  /** A host that was started to serve: where, as whom, and with which code another desk may pair now. */
  | {
      readonly kind: 'serving'
      readonly address: string
      readonly port: number
      readonly fingerprint: string
      readonly code: string
      readonly text: string
      /** Why it does not listen (yet); the rest is empty then. */
      readonly errorCode: string | null
    }
  | { readonly kind: 'stopped' }

export const HEARTBEAT_MS = 500
/** Silence after which the host tells people: on their screens within four seconds, on a busy machine within five. */
export const HEARTBEAT_PATIENCE_MS = 3000
