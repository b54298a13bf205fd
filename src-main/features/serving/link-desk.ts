import type { InputOf } from '@shared/contract/define'
import type { LinkStatus, link } from '@shared/contract/link'
import { appError } from '@shared/kernel/app-error'
import { type Result, err, ok } from '@shared/kernel/result'
import { type Caller, mayCaller } from '@main/platform/caller'
import { backTo, chooseStore } from '../desk/choose-store'
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
  return parts.changeOfStore(async () => {
    if (!mayLink(parts, caller)) return err(appError('forbidden'))
    const before = parts.current.opened
    await parts.storeChanging()
    parts.current.set(null)
    await before?.store.close()
    const used = await paired.value.use()
    if (used.ok) {
      parts.sessions.clear()
      return ok(parts.link.status())
    }
    // The secret could not be kept: the desk works on the store that it had.
    if (before !== null) await backTo(parts, caller, before.store.facts.path, used.error)
    return used
  })
}

/**
 * The desk that served this one has taken its store elsewhere and said where: over to the file itself. The link is left
 * only when the file has opened; under another name where this computer sees the folder elsewhere.
 */
export const followMove = async (parts: ServingParts, caller: Caller, path: string): Promise<Result<LinkStatus>> => {
  if (!parts.config.mayChooseStore) return err(appError('forbidden'))
  if (parts.link.status().movedTo === null) return err(appError('not_found'))
  const opened = await chooseStore(parts, caller, path)
  if (!opened.ok) return opened
  await parts.link.leave()
  return ok(parts.link.status())
}

/** The serving desk has another address now: its certificate, not its address, says that it is the same. */
export const reachDesk = async (
  parts: ServingParts,
  caller: Caller,
  peer: InputOf<(typeof link)['reach']>,
): Promise<Result<LinkStatus>> => {
  const refused = await mayChangeLink(parts, caller)
  if (!refused.ok) return refused
  const reached = await parts.link.reach(peer)
  return reached.ok ? ok(parts.link.status()) : reached
}

/** While the line stands, a passer-by who has not signed in cannot touch it. */
const mayChangeLink = async (parts: ServingParts, caller: Caller): Promise<Result<void>> => {
  if (!parts.config.mayChooseStore) return err(appError('forbidden'))
  const isStranger = parts.link.status().state === 'connected' && !(await parts.link.isSignedIn(caller.line))
  return isStranger ? err(appError('unauthenticated')) : ok(undefined)
}

/** Back to a desk without a store. */
export const leaveLink = async (parts: ServingParts, caller: Caller): Promise<Result<LinkStatus>> => {
  if (parts.link.status().state === 'none') return ok(parts.link.status())
  const refused = await mayChangeLink(parts, caller)
  if (!refused.ok) return refused
  await parts.link.leave()
  return ok(parts.link.status())
}
