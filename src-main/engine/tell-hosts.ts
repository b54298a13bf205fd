import type { Permission } from '@shared/accounts/permissions'
import { ringsHere } from '@shared/calls/lines'
import type { OfficeMoment } from '@shared/desks/notice-hours'
import type { Sessions } from '@main/features/accounts/sessions'
import type { Told } from '@main/lan/wire'
import type { Clock } from '@main/platform/clock'
import { inBackground } from '@main/platform/in-background'
import type { Logger } from '@main/platform/logger'
import type { CurrentStore } from '@main/store/current-store'
import type { CallBell } from './call-bells'
import type { LanRoom } from './lan-room'
import type { TicketNotice } from './notices'
import { type TrayCounts, trayCountsOf } from './tray-counts'

export interface Notice {
  readonly kind: 'new_ticket' | 'new_message' | 'emergency'
  readonly ticketId: number
  readonly number: string
  readonly office: OfficeMoment
}
export interface Ringing {
  readonly callId: number
  readonly rings: boolean
  readonly line: string
  readonly office: OfficeMoment
}

/** What this desk's own host shows beside its pages. */
export interface HostEars {
  /** Tells the host (tray, native notice); a page gets the same as an event. */
  readonly onNotice?: (notice: Notice) => void
  /** A call that may be taken here begins to ring, or rings no more. */
  readonly onCall?: (call: Ringing) => void
  /** For tray and badge: told at the start and after each change of a ticket. */
  readonly onCounts?: (counts: TrayCounts) => void
}

interface Parts {
  readonly host: HostEars
  readonly current: CurrentStore
  readonly clock: Clock
  readonly logger: Logger
  readonly sessions: Sessions
  readonly lan: () => LanRoom
  /** Which lines ring at a desk, by its id; this desk's own is `null`. */
  readonly ringingAt: (desk: string | null) => readonly string[] | null
}

/** Tells the hosts: this desk's own, and through their lines those of the desks that it serves. */
export const tellHosts = ({ host, current, clock, logger, sessions, lan, ringingAt }: Parts) => {
  const isIn = (line: string): boolean => sessions.of(line) !== null
  const may = (line: string, permission: Permission): boolean =>
    sessions.of(line)?.user.permissions.includes(permission) ?? false
  /** Where a person sits who may take it down, and has not chosen other lines. */
  const ringsOn = (line: string, { known }: CallBell): boolean =>
    may(line, 'tickets.create') && ringsHere(known, ringingAt(lan().servedOn(line)?.id ?? null))

  return {
    countsAreWanted: (): boolean => host.onCounts !== undefined || lan().serving.count > 0,
    counts: (counts: TrayCounts): void => {
      host.onCounts?.(counts)
      lan().serving.tell({ kind: 'counts', ...counts }, isIn)
    },
    /** A served desk's tray knows them from the moment that somebody sits down there, not from the next change on. */
    countsTo: (line: string): void => {
      const store = current.opened?.store
      if (store === undefined || lan().servedOn(line) === undefined) return
      inBackground(
        logger,
        'tray counts',
        trayCountsOf(store, clock.now()).then((counts) => {
          if (counts !== null) lan().serving.tell({ kind: 'counts', ...counts }, (other) => other === line)
        }),
      )
    },
    notice: (notice: TicketNotice): void => {
      host.onNotice?.(notice)
      const { kind, ...rest } = notice
      lan().serving.tell({ kind: 'notice', notice: kind, ...rest }, isIn)
    },
    call: (bell: CallBell): void => {
      const { known: _known, ...ringing } = bell
      const isOwn = (line: string): boolean => lan().servedOn(line) === undefined
      // That it rings no more is told to everybody: whoever could take it may have signed out meanwhile.
      if (!bell.rings || sessions.lines.some((line) => isOwn(line) && ringsOn(line, bell))) host.onCall?.(ringing)
      lan().serving.tell({ kind: 'call', ...ringing }, (line) => !bell.rings || ringsOn(line, bell))
    },
    /** What the desk that serves this one says. */
    told: (told: Exclude<Told, { readonly kind: 'moved' }>): void => {
      if (told.kind === 'counts') host.onCounts?.(told)
      else if (told.kind === 'call')
        host.onCall?.({ callId: told.callId, rings: told.rings, line: told.line, office: told.office })
      else host.onNotice?.({ kind: told.notice, ticketId: told.ticketId, number: told.number, office: told.office })
    },
  }
}
