import type { Selectable } from 'kysely'
import type { ContactCard } from '@shared/contract/contacts'
import type { ContactId } from '@shared/kernel/ids'
import { asInstant } from '@shared/kernel/instant'
import type { IdentifierKind } from '@shared/contacts/identifiers'
import type { Tables } from '@main/store/tables'

type Identifier = Pick<Selectable<Tables['contact_identifiers']>, 'kind' | 'value'>

export const toContactCard = (
  row: Selectable<Tables['contacts']>,
  identifiers: readonly Identifier[],
): ContactCard => ({
  id: row.id as ContactId,
  name: row.name,
  address: row.address,
  notes: row.notes,
  createdAt: asInstant(row.created_at),
  identifiers: identifiers.map(({ kind, value }) => ({ kind: kind as IdentifierKind, value })),
})
