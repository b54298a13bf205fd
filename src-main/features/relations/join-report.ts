import type { InputOf, OutputOf } from '@shared/contract/define'
import type { relations } from '@shared/contract/relations'
import { refuse } from '@shared/kernel/app-error'
import type { TicketId } from '@shared/kernel/ids'
import type { Result } from '@shared/kernel/result'
import { isOpen } from '@shared/tickets/vocabulary'
import type { TicketStatus } from '@shared/tickets/vocabulary'
import type { SignedInCaller } from '@main/platform/caller'
import { doOnce } from '@main/store/do-once'
import type { FeatureParts } from '../feature-parts'
import { fileReport } from '../tickets/create-ticket'
import { reportersOf } from '../tickets/reporter-count-queries'
import { storedTicket } from '../tickets/ticket-queries'
import { mergeInto } from './merge-tickets'

type Join = (typeof relations)['join']

/** One more person reports what is known already; refuses with `ticket_closed` what nobody works on any more. */
export const joinReport = (
  parts: FeatureParts,
  caller: SignedInCaller,
  input: InputOf<Join>,
): Promise<Result<OutputOf<Join>>> =>
  parts.current.store.write((db) => {
    const at = parts.clock.now()
    return doOnce(db, { userId: caller.user.id, at, key: input.key, firstBy: input.keptBy }, async () => {
      const { masterId, ...report } = input
      const master = (await storedTicket(db, masterId)) ?? refuse('not_found', { field: 'masterId' })
      if (master.status !== 'merged' && !isOpen(master.status as TicketStatus))
        refuse('ticket_closed', { field: 'masterId' })
      const { id, number, trackingCode } = await fileReport(db, parts, caller, report, at)
      await mergeInto(db, parts, caller, { masterId, ids: [id], tell: [] }, at)
      const reporters = (await reportersOf(db, [masterId])).get(masterId) ?? 1
      return { id, number, trackingCode, master: { id: master.id as TicketId, number: master.number }, reporters }
    })
  })
