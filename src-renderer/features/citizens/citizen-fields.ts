import type { ContactCard } from '@shared/contract/contacts'
import { type IdentifierKind, normaliseIdentifier } from '@shared/contacts/identifiers'

export interface Reached {
  readonly kind: IdentifierKind
  readonly value: string
}

export interface CitizenFields {
  readonly name: string
  readonly address: string
  readonly notes: string
  readonly identifiers: Reached[]
}

/** A row of the form: kept apart from its neighbours while it is typed in. */
export interface ReachedRow {
  readonly key: number
  kind: IdentifierKind
  value: string
}

export const fieldsOf = ({ name, address, notes, identifiers }: ContactCard): CitizenFields => ({
  name,
  address,
  notes,
  identifiers: identifiers.map(({ kind, value }) => ({ kind, value })),
})

export const NOBODY: CitizenFields = { name: '', address: '', notes: '', identifiers: [] }

/** Without the empty rows; a mail address typed into a number's row is a mail address. */
export const reachedOf = (rows: readonly ReachedRow[]): Reached[] =>
  rows
    .map(({ kind, value }) => ({
      kind: kind === 'phone' && value.includes('@') ? ('email' as const) : kind,
      value: value.trim(),
    }))
    .filter(({ value }) => value !== '')

/** Keys of the rows that are none of their kind. */
export const faultyRows = (rows: readonly ReachedRow[]): ReadonlySet<number> =>
  new Set(
    rows
      .filter((row) => {
        const [one] = reachedOf([row])
        return one !== undefined && normaliseIdentifier(one.kind, one.value) === null
      })
      .map(({ key }) => key),
  )
