import type { Selectable } from 'kysely'
import type { OutputOf } from '@shared/contract/define'
import type { mail } from '@shared/contract/mail'
import { asInstant } from '@shared/kernel/instant'
import { readCertificate } from '@main/platform/certificates'
import type { ReadDb } from '@main/store/handles'
import type { Tables } from '@main/store/tables'
import type { SignatureJudge } from './judge-signature'

type Authority = OutputOf<(typeof mail)['authorities']>['authorities'][number]

const toAuthority = (row: Selectable<Tables['pec_authorities']>): Authority => ({
  fingerprint: row.fingerprint,
  name: row.name,
  validFrom: asInstant(row.valid_from),
  validTo: asInstant(row.valid_to),
})

export const allAuthorities = async (db: ReadDb): Promise<Authority[]> =>
  (await db.selectFrom('pec_authorities').selectAll().orderBy('name').execute()).map(toAuthority)

/** By what a certified mail that came to this mailbox is judged. */
export const judgeFor = async (db: ReadDb, mailboxId: number | null): Promise<SignatureJudge> => {
  const mailbox =
    mailboxId === null
      ? undefined
      : await db.selectFrom('mailboxes').select('kind').where('id', '=', mailboxId).executeTakeFirst()
  const isCertifiedMailbox = mailbox?.kind === 'pec'
  // The others need no look at any certificate.
  const rows = isCertifiedMailbox ? await db.selectFrom('pec_authorities').select('certificate').execute() : []
  const authorities = rows.map(({ certificate }) => readCertificate(certificate)).filter((one) => one !== null)
  return { isCertifiedMailbox, authorities }
}
