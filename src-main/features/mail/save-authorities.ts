import type { InputOf, OutputOf } from '@shared/contract/define'
import type { mail } from '@shared/contract/mail'
import { appError, refuse } from '@shared/kernel/app-error'
import { type Result, err } from '@shared/kernel/result'
import type { SignedInCaller } from '@main/platform/caller'
import { certificateName, readCertificate } from '@main/platform/certificates'
import type { MailParts } from './mail-ports'

/** Adds every certificate of a file (PEM, DER or PKCS #7); those that are there already stay as they are. */
export const addAuthorities = async (
  parts: MailParts,
  caller: SignedInCaller,
  { base64 }: InputOf<(typeof mail)['addAuthorities']>,
): Promise<Result<OutputOf<(typeof mail)['addAuthorities']>>> => {
  const certificates = await parts.parser.certificates(Buffer.from(base64, 'base64'))
  const found = certificates.map(readCertificate).filter((one) => one !== null)
  if (found.length === 0) return err(appError('wrong_file_type', { field: 'base64' }))
  return parts.current.store.write(async (db) => {
    let added = 0
    for (const certificate of found) {
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('pec_authorities')
        .values({
          fingerprint: certificate.fingerprint256,
          name: certificateName(certificate).slice(0, 200),
          certificate: certificate.toString(),
          valid_from: certificate.validFromDate.getTime(),
          valid_to: certificate.validToDate.getTime(),
          added_at: parts.clock.now(),
          added_by: caller.user.id,
        })
        .onConflict((conflict) => conflict.column('fingerprint').doNothing())
        .executeTakeFirstOrThrow()
      added += Number(numInsertedOrUpdatedRows ?? 0n)
    }
    return { added }
  })
}

export const removeAuthority = (
  parts: MailParts,
  { fingerprint }: InputOf<(typeof mail)['removeAuthority']>,
): Promise<Result<Record<string, never>>> =>
  parts.current.store.write(async (db) => {
    const { numDeletedRows } = await db
      .deleteFrom('pec_authorities')
      .where('fingerprint', '=', fingerprint)
      .executeTakeFirst()
    if (numDeletedRows === 0n) refuse('not_found')
    return {}
  })
