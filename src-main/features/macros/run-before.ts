import { createHash } from 'node:crypto'
import type { StepBefore } from '../tickets/step-before'
import type { StoredTicket } from '../tickets/ticket-queries'

/** Of a text, so that it need not be kept twice. */
export const textMark = (text: string): string => createHash('sha256').update(text).digest('base64url')

const FIELDS = [
  'category_id',
  'priority',
  'owner_id',
  'status',
  'crew_id',
] as const satisfies readonly (keyof StoredTicket)[]

type RunFields = Pick<StoredTicket, (typeof FIELDS)[number]>

export const fieldsOf = (ticket: StoredTicket): RunFields =>
  Object.fromEntries(FIELDS.map((field) => [field, ticket[field]])) as RunFields

/** What a macro's entry keeps of how a ticket was; it is taken back as a whole, while `after` still holds. */
export interface RunBefore {
  readonly step: StepBefore
  readonly before: RunFields
  readonly after: RunFields
  /** The answer that it sent; null for none. */
  readonly messageId: number | null
  /** The draft that it left: how much of its beginning is the macro's, and by which mark that is known again. */
  readonly draft: { readonly face: 'reply' | 'official'; readonly length: number; readonly mark: string } | null
}

/** From an entry's data; null for one that is no macro's. */
export const runBeforeOf = (data: string): RunBefore | null => {
  const { undo } = JSON.parse(data) as { undo?: { macro?: RunBefore } }
  return undo?.macro ?? null
}

export const isAsLeft = (ticket: StoredTicket, { after }: RunBefore): boolean =>
  FIELDS.every((field) => ticket[field] === after[field])
