import type { Change } from '@shared/contract/events'
import type { AccountParts } from '@main/features/accounts/account-parts'
import type { Clock } from '@main/platform/clock'
import { inBackground } from '@main/platform/in-background'
import type { Logger } from '@main/platform/logger'
import type { CurrentStore } from '@main/store/current-store'
import type { Store } from '@main/store/store'
import type { DoorServer } from '@main/transport/serve'
import type { Part } from '@main/platform/part'
import { type CallBell, CallBells } from './call-bells'
import { Notices, type TicketNotice } from './notices'
import { followAccounts } from './session-clock'
import { type TrayCounts, trayCountsOf } from './tray-counts'

/** How often a desk asks whether another one wrote, in milliseconds. */
const FEED_INTERVAL_MS = 250

export interface FollowParts {
  readonly current: CurrentStore
  readonly accounts: AccountParts
  readonly clock: Clock
  readonly logger: Logger
  readonly door: () => DoorServer
  readonly onNotice: (notice: TicketNotice) => void
  readonly onCall: (call: CallBell) => void
  /** Whether anybody shows them, now. */
  readonly countsAreWanted: () => boolean
  readonly onCounts: (counts: TrayCounts) => void
}

/**
 * Whoever must hear of a change, by whomever it was made: pages, sessions, tray and notices. Starts before everything
 * that writes and ends after it, and always before the store closes.
 */
export const followChanges = (parts: FollowParts): Part => {
  const { accounts, clock, logger, onCall, onCounts, onNotice } = parts
  let stopListening: () => void = () => undefined
  let followed: Store | null = null

  const tellCounts = (store: Store): void => {
    if (!parts.countsAreWanted()) return
    inBackground(
      logger,
      'tray counts',
      trayCountsOf(store, clock.now()).then((counts) => {
        if (counts !== null) onCounts(counts)
      }),
    )
  }

  const hear = (store: Store, notices: Notices, bells: CallBells, changes: readonly Change[]): void => {
    parts.door().broadcast('changes', { changes: [...changes] })
    if (changes.some(({ entity }) => entity === 'tickets')) tellCounts(store)
    inBackground(logger, 'sessions', followAccounts(accounts, changes))
    inBackground(
      logger,
      'notices',
      notices.of(changes).then((found) => {
        for (const notice of found) {
          const { kind, ticketId, number } = notice
          parts.door().broadcast('notice', { kind, ticketId, number })
          onNotice(notice)
        }
      }),
    )
    inBackground(
      logger,
      'calls',
      bells.of(changes).then((rung) => rung.forEach((call) => onCall(call))),
    )
  }

  return {
    name: 'changes',
    start: async () => {
      const store = parts.current.store
      const notices = new Notices(store, clock)
      await notices.begin()
      const bells = new CallBells(store, clock)
      followed = store
      stopListening = store.feed.listen((changes) => hear(store, notices, bells, changes))
      tellCounts(store)
      store.feed.start(FEED_INTERVAL_MS, (error) => logger.bug('a listener of the change feed', error))
    },
    stop: () => {
      stopListening()
      followed?.feed.stop()
      followed = null
      return Promise.resolve()
    },
  }
}
