import type { TelephoneStatus } from '@shared/contract/telephone'
import type { Result } from '@shared/kernel/result'
import type { FeatureParts } from '../feature-parts'

/** Which lines ring at which desk, by the desk's id; this desk's own is `null`. Kept by the desk, not by the store. */
export interface RingingLines {
  of(desk: string | null): readonly string[] | null
  set(desk: string | null, ringing: readonly string[] | null): void
}

export interface CallsParts extends FeatureParts {
  readonly ringing: RingingLines
}

/** The listener as the settings see it. */
export interface TelephonePort {
  status(): Promise<TelephoneStatus>
  start(port: number): Promise<Result<TelephoneStatus>>
  stop(): Promise<Result<TelephoneStatus>>
  newToken(): Promise<Result<TelephoneStatus>>
  /** Sends an invented call through the listener itself. */
  tryIt(call: { readonly number: string; readonly line: string }): Promise<Result<Record<string, never>>>
}
