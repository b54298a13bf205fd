import type { ServingStatus } from '@shared/contract/serving'
import { type ErrorCode, appError } from '@shared/kernel/app-error'
import { type Result, err, ok } from '@shared/kernel/result'
import type { ServingParts } from './serving-parts'

/** Why the open store cannot be served, or null: what this desk may not write nobody may write through it. */
export const notServable = (parts: ServingParts): ErrorCode | null =>
  (parts.current.store.facts.readOnly as ErrorCode | null) ?? null

/** Serves the open store from now on, and again at every start until `stopServing`. */
export const startServing = async (
  parts: ServingParts,
  on: { readonly address: string; readonly port: number },
): Promise<Result<ServingStatus>> => {
  const refused = notServable(parts)
  if (refused !== null) return err(appError(refused))
  await parts.serving.start(on)
  const status = await parts.serving.status()
  // A port that the system chose is kept, or no paired desk would find this one again.
  parts.desk.serves({ address: on.address, port: status.port, movedTo: null })
  return ok(status)
}

/** Every desk's line ends; who is paired stays paired. */
export const stopServing = async (parts: ServingParts): Promise<Result<ServingStatus>> => {
  parts.desk.serves(null)
  await parts.serving.stop()
  return ok(await parts.serving.status())
}
