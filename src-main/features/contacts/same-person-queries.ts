import type { ContactMerge, SamePerson, ContactCard } from '@shared/contract/contacts'
import { normaliseIdentifier } from '@shared/contacts/identifiers'
import { type PersonFacts, isCandidate, samePersonReasons, weightOf } from '@shared/contacts/same-person'
import { isSharedAddress } from '@shared/contacts/shared-address'
import type { MergeId } from '@shared/kernel/ids'
import { asInstant } from '@shared/kernel/instant'
import { fold } from '@shared/search/fold'
import type { ReadDb } from '@main/store/handles'
import { contactCardsOf, findContactIds } from './contact-queries'

/** More people than this behind one number or name say that it tells nobody apart. */
const BEARERS = 12
const SHOWN = 8

const factsOf = ({ name, address, identifiers }: ContactCard): PersonFacts => ({
  name,
  address,
  identifiers: identifiers.flatMap(({ kind, value }) => {
    const known = normaliseIdentifier(kind, value)
    return known === null ? [] : [{ kind, key: known.key }]
  }),
})

/** Who else this person may be, the likeliest first: asked of the indexes, judged by the rule. */
export const samePersonOf = async (db: ReadDb, card: ContactCard): Promise<SamePerson[]> => {
  const facts = factsOf(card)
  const ids = new Set<number>()
  for (const { kind, key } of facts.identifiers) {
    if ((kind === 'email' || kind === 'pec') && isSharedAddress(key)) continue
    const rows = await db
      .selectFrom('contact_identifiers')
      .select('contact_id')
      .distinct()
      .where('normalized', '=', key)
      .limit(BEARERS)
      .execute()
    for (const { contact_id } of rows) ids.add(contact_id)
  }
  if (fold(card.name).includes(' ')) {
    const bearers = await findContactIds(db, card.name, BEARERS)
    for (const id of bearers) ids.add(id)
  }
  ids.delete(card.id)
  const others = await contactCardsOf(db, [...ids])
  return others
    .map((contact) => ({ contact, reasons: samePersonReasons(facts, factsOf(contact)) }))
    .filter(({ contact, reasons }) => contact.id !== card.id && isCandidate(reasons))
    .toSorted((a, b) => weightOf(b.reasons) - weightOf(a.reasons))
    .slice(0, SHOWN)
}

/** The merges that made a person what they are and can be taken back, the newest first. */
export const mergesOf = async (db: ReadDb, keptId: number): Promise<ContactMerge[]> => {
  const rows = await db
    .selectFrom('contact_merges')
    .innerJoin('contacts', 'contacts.id', 'contact_merges.gone_id')
    .leftJoin('users', 'users.id', 'contact_merges.user_id')
    .select(['contact_merges.id', 'contact_merges.at', 'contacts.name', 'users.display_name'])
    .select((eb) =>
      eb
        .selectFrom('contact_merge_rows')
        .select(({ fn }) => fn.countAll<number>().as('n'))
        .whereRef('contact_merge_rows.merge_id', '=', 'contact_merges.id')
        .where('contact_merge_rows.kind', '=', 'tickets')
        .as('moved'),
    )
    .where('contact_merges.kept_id', '=', keptId)
    .where('contact_merges.undone_at', 'is', null)
    .orderBy('contact_merges.id', 'desc')
    .limit(50)
    .execute()
  return rows.map((row) => ({
    id: row.id as MergeId,
    goneName: row.name,
    at: asInstant(row.at),
    by: row.display_name ?? '',
    tickets: row.moved ?? 0,
  }))
}
