import type { InputOf } from '@shared/contract/define'
import type { crews } from '@shared/contract/crews'
import { refuse } from '@shared/kernel/app-error'
import type { Result } from '@shared/kernel/result'
import type { SignedInCaller } from '@main/platform/caller'
import type { FeatureParts } from '../feature-parts'
import { attachFiles } from '../tickets/attach-files'
import { actorOf } from '../tickets/write-entry'
import { storedCrew } from './crew-queries'
import { newFilesOf } from './visit-photo-queries'
import { writeVisitEntry } from './visit-entry'

type AddPhotos = InputOf<(typeof crews)['addPhotos']>

/** The crew's photos, before or after: on the visit, and among the files of its ticket. */
export const addVisitPhotos = (
  parts: FeatureParts,
  caller: SignedInCaller,
  { visitId, moment, files }: AddPhotos,
): Promise<Result<Record<string, never>>> =>
  parts.current.store.write(async (db) => {
    const visit =
      (await db.selectFrom('visits').selectAll().where('id', '=', visitId).executeTakeFirst()) ??
      refuse('visit_gone', { field: 'visitId' })
    const at = parts.clock.now()
    const news = { ticketId: visit.ticket_id, at, actor: actorOf(caller) }
    // The same photo dropped twice is one photo.
    const fresh = await newFilesOf(db, visitId, files)
    if (fresh.length === 0) return {}
    const crew = (await storedCrew(db, visit.crew_id))?.name ?? ''
    const facts = { status: 'photos', crew, day: visit.day, moment, count: fresh.length } as const
    const entryId = await writeVisitEntry(db, news, facts)
    for (const file of fresh) {
      await attachFiles(db, { ticketId: visit.ticket_id, entryId, at }, [file])
      const { id } = await db
        .selectFrom('attachments')
        .select((eb) => eb.fn.max('id').as('id'))
        .where('ticket_id', '=', visit.ticket_id)
        .executeTakeFirstOrThrow()
      await db.insertInto('visit_photos').values({ attachment_id: id, visit_id: visitId, moment }).execute()
    }
    return {}
  })
