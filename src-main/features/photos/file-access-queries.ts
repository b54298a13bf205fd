import type { Permission } from '@shared/accounts/permissions'
import type { ReadDb } from '@main/store/handles'
import { isOriginal } from './redaction-queries'

/**
 * What one must be allowed to, to see a file. A mail that was put aside is for those who read the mail, until somebody
 * made it part of a ticket; a photo that somebody redacted, and a mail that holds it, for those who may see originals;
 * everything else belongs to tickets.
 */
export const neededFor = async (db: ReadDb, sha256: string): Promise<Permission> => {
  if (await isOriginal(db, sha256)) return 'tickets.originals'
  const quarantined = await db
    .selectFrom('quarantine')
    .select((eb) =>
      eb.fn.max<string | null>(eb.case().when('state', 'in', ['resolved', 'matched']).then('yes').end()).as('resolved'),
    )
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('raw_sha256', '=', sha256)
    .executeTakeFirstOrThrow()
  if (quarantined.n === 0 || quarantined.resolved !== null) return 'tickets.read'
  const attached = await db.selectFrom('attachments').select('id').where('sha256', '=', sha256).executeTakeFirst()
  return attached === undefined ? 'mail.read' : 'tickets.read'
}
