import { CHAIN_START } from '@shared/audit/canonical'
import type { audit } from '@shared/contract/audit'
import type { InputOf, OutputOf } from '@shared/contract/define'
import type { Result } from '@shared/kernel/result'
import { type ExportedRow, exportedLine } from '@main/store/audit/exported-line'
import { toCheckedRow } from '@main/store/audit/audit-rows'
import type { FeatureParts } from '../feature-parts'
import { type LinkedAudit, auditPiece, linkedPiece } from './audit-queries'

type Export = (typeof audit)['export']

/** So many rows at a time: about three megabytes. */
const PIECE = 5000

const toExported = (row: LinkedAudit): ExportedRow => ({
  ...toCheckedRow(row),
  previous: row.previous ?? CHAIN_START,
  across: row.across ?? CHAIN_START,
})

export const exportRegister = (
  parts: FeatureParts,
  { format, filter, after }: InputOf<Export>,
): Promise<Result<OutputOf<Export>>> =>
  parts.current.store.read(async (db) => {
    if (format === 'table') {
      const rows = await auditPiece(db, filter, after, PIECE)
      return { rows, text: '', next: rows.length < PIECE ? null : (rows.at(-1)?.id ?? null) }
    }
    const rows = await linkedPiece(db, filter, after, PIECE)
    const text = rows.map((row) => exportedLine(toExported(row))).join('')
    return { rows: [], text, next: rows.length < PIECE ? null : (rows.at(-1)?.id ?? null) }
  })
