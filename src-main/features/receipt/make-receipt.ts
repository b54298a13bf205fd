import type { InputOf, OutputOf } from '@shared/contract/define'
import type { tickets } from '@shared/contract/tickets'
import { refuse } from '@shared/kernel/app-error'
import { type Result, ok } from '@shared/kernel/result'
import type { FeatureParts } from '../feature-parts'
import { rememberBlob } from '../tickets/attach-files'
import { drawReceipt } from './draw-receipt'
import { receiptFacts } from './receipt-facts'

const PDF = 'application/pdf'

/** The receipt as a PDF among the files that an answer can take along; the sweep takes it in a week if none did. */
export const makeReceipt = async (
  parts: FeatureParts,
  { id, language }: InputOf<(typeof tickets)['receiptFile']>,
): Promise<Result<OutputOf<(typeof tickets)['receiptFile']>>> => {
  const { store, files } = parts.current
  const now = parts.clock.now()
  const found = await store.read(
    async (db) => (await receiptFacts(db, { id, language, now })) ?? refuse('not_found', { field: 'id' }),
  )
  if (!found.ok) return found
  const stored = await files.put(await drawReceipt(found.value))
  const kept = await store.write(async (db) => {
    await rememberBlob(db, { ...stored, type: PDF, at: now })
    return {}
  })
  if (!kept.ok) return kept
  return ok({
    sha256: stored.sha256,
    size: stored.size,
    name: `${found.value.words.heading} ${found.value.number}.pdf`,
  })
}
