import { appError } from '@shared/kernel/app-error'
import { type Result, err, ok } from '@shared/kernel/result'
import type { Caller } from '@main/platform/caller'
import { turnLocal } from '@main/store/turn-local'
import { inTurn, withStoreClosed } from './choose-store'
import type { DeskParts } from './desk-parts'
import type { DeskStatus } from './desk-status'

/** A store that was moved from a share to this machine's disk goes back to the fast mode: only alone. */
export const makeLocal = (parts: DeskParts, caller: Caller): Promise<Result<DeskStatus>> =>
  inTurn(parts, caller, async () => {
    const { facts, share } = parts.current.store
    if (facts.place.network) return err(appError('store_mode_local', { details: { source: facts.place.source } }))
    // Who came a moment ago is seen too.
    await share?.refresh()
    const inside = share?.others.map(({ host }) => host) ?? []
    if (inside.length > 0)
      return err(appError('desks_inside', { details: { desks: inside.join(', '), count: inside.length } }))
    const { path } = facts
    const turned = await withStoreClosed(parts, caller, path, () => Promise.resolve(turnLocal(path)))
    return turned.ok ? ok(turned.value.status) : turned
  })
