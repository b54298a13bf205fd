import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import { AUDIT_KINDS } from '@shared/audit/canonical'
import { AuditCheck } from './audit-check'

const hash = z.string().regex(/^[0-9a-f]{64}$/)
const whole = z.number().int()

const exportedRow = z.object({
  id: whole,
  chain: z.string(),
  seq: whole,
  at: whole,
  kind: z.enum(AUDIT_KINDS),
  name: z.string(),
  userId: whole.nullable(),
  actor: z.string(),
  osUser: z.string(),
  host: z.string(),
  entity: z.string().nullable(),
  entityId: whole.nullable(),
  count: whole,
  outcome: z.string(),
  payload: z.string(),
  payloadDigest: hash,
  previous: hash,
  across: hash,
  hash,
})

/** One line of an exported register: a row, and the hashes of the two rows that it follows. */
export type ExportedRow = z.output<typeof exportedRow>

export const exportedLine = (row: ExportedRow): string => `${JSON.stringify(row)}\n`

/**
 * Follows an exported register, line by line; the file alone is enough, no store is asked. Answers null for a file that
 * holds a line that is no row. Throws what reading the file throws.
 */
export const checkExported = async (file: string): Promise<AuditCheck['result'] | null> => {
  const check = new AuditCheck(false)
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    if (line.trim() === '') continue
    const row = exportedRow.safeParse(jsonOf(line))
    if (!row.success) return null
    check.add(row.data, row.data)
  }
  return check.result
}

const jsonOf = (line: string): unknown => {
  try {
    return JSON.parse(line)
  } catch {
    return null
  }
}
