import type { AppError } from '@shared/kernel/app-error'
import type { EngineConfig } from '@main/platform/engine-config'
import type { DeskConfig } from '@main/platform/desk-config'
import type { InTurn } from '@main/platform/one-at-a-time'
import type { OpenOptions } from '@main/store/open'
import type { FeatureParts } from '../feature-parts'

export interface DeskParts extends FeatureParts {
  readonly config: EngineConfig
  readonly desk: DeskConfig
  /** How this desk opens stores: who it is, and how it starts the process that tries the locks. */
  readonly opening: OpenOptions
  /** What should have opened at the start and did not; null once a store is open. */
  readonly notOpened: { current: { readonly path: string; readonly error: AppError } | null }
  /** Changes of store wait for each other. */
  readonly changeOfStore: InTurn
  /** Before this store is left: jobs give up their leases on it. */
  readonly storeChanging: () => Promise<void>
  /** After another store was opened or this one closed: jobs, feed and sessions follow. */
  readonly storeChanged: (line: string) => Promise<void>
  /** Desks that work on this store through this one, now. */
  readonly servedDesks: () => number
  readonly mailHealth: () => readonly MailboxHealth[]
  /** Seconds that another desk's clock is ahead of ours, by the desk's id; those that agree are left out. */
  readonly clocks: ReadonlyMap<string, number>
  readonly makeDemo: (path: string) => Promise<void>
}

export interface MailboxHealth {
  readonly id: number
  readonly state: 'off' | 'connecting' | 'idle' | 'polling' | 'waiting' | 'other_desk' | 'no_secret' | 'stopped'
  readonly checkedAt: number | null
  readonly errorCode: string | null
  /** How far a reading of many mails is. */
  readonly progress: { readonly done: number; readonly total: number } | null
}
