import type { InputOf } from '@shared/contract/define'
import type { LinkStatus, link } from '@shared/contract/link'
import { appError } from '@shared/kernel/app-error'
import { type Result, err, ok } from '@shared/kernel/result'
import { type Caller, mayCaller } from '@main/platform/caller'
import type { ServingParts } from './serving-parts'

const mayLink = (parts: ServingParts, caller: Caller): boolean =>
  parts.config.mayChooseStore && (parts.current.opened === null || mayCaller(caller, 'store.manage'))

/** Pairs this desk with the one that serves and goes over to its store; a store that was open here is closed. */
export const linkDesk = async (
  parts: ServingParts,
  caller: Caller,
  offer: InputOf<(typeof link)['pair']>,
): Promise<Result<LinkStatus>> => {
  if (!mayLink(parts, caller)) return err(appError('forbidden'))
  const paired = await parts.link.pair(offer)
  if (!paired.ok) return paired
  const before = parts.current.opened
  await parts.storeChanging()
  parts.current.set(null)
  await before?.store.close()
  parts.sessions.clear()
  const used = await paired.value.use()
  return used.ok ? ok(parts.link.status()) : used
}

/** Back to a desk without a store. While the line stands, a passer-by who has not signed in cannot do it. */
export const leaveLink = async (parts: ServingParts, caller: Caller): Promise<Result<LinkStatus>> => {
  const { state } = parts.link.status()
  if (state === 'none') return ok(parts.link.status())
  if (!parts.config.mayChooseStore) return err(appError('forbidden'))
  if (state === 'connected' && !(await parts.link.isSignedIn(caller.line))) return err(appError('unauthenticated'))
  await parts.link.leave()
  return ok(parts.link.status())
}
