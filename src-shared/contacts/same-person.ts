import { fold } from '@shared/search/fold'
import type { IdentifierKind } from './identifiers'
import { isSharedAddress } from './shared-address'

/** Why two rows may be one person, the strongest first; stored nowhere, shown in words. */
export const SAME_PERSON_REASONS = ['same_phone', 'same_email', 'same_platform', 'same_name', 'shared_address'] as const
export type SamePersonReason = (typeof SAME_PERSON_REASONS)[number]

export interface PersonFacts {
  readonly name: string
  readonly address: string
  readonly identifiers: readonly { readonly kind: IdentifierKind; readonly key: string }[]
}

const WEIGHT: Readonly<Record<SamePersonReason, number>> = {
  same_phone: 4,
  same_email: 5,
  same_platform: 5,
  same_name: 2,
  shared_address: 0,
}

/** `Rossi Mario` and `Mario Rossi` are one name; a single word is none that tells people apart. */
const nameKey = (name: string): string => {
  const words = fold(name).split(' ').filter(Boolean).toSorted()
  return words.length < 2 ? '' : words.join(' ')
}

const MAIL = new Set<IdentifierKind>(['email', 'pec'])
const NUMBER = new Set<IdentifierKind>(['phone', 'whatsapp'])

/**
 * What speaks for two rows being one person. A mailbox that several people share (info@…) says so and nothing more: on
 * its own it makes no candidate, see `isCandidate`.
 */
export const samePersonReasons = (one: PersonFacts, other: PersonFacts): SamePersonReason[] => {
  const keysOf = ({ identifiers }: PersonFacts, kinds: ReadonlySet<IdentifierKind>): string[] =>
    identifiers.filter(({ kind }) => kinds.has(kind)).map(({ key }) => key)
  const common = (kinds: ReadonlySet<IdentifierKind>): string[] => {
    const theirs = new Set(keysOf(other, kinds))
    return keysOf(one, kinds).filter((key) => theirs.has(key))
  }
  const mails = common(MAIL)
  const found: SamePersonReason[] = []
  if (common(NUMBER).length > 0) found.push('same_phone')
  if (mails.some((address) => !isSharedAddress(address))) found.push('same_email')
  if (common(new Set(['platform'])).length > 0) found.push('same_platform')
  if (nameKey(one.name) !== '' && nameKey(one.name) === nameKey(other.name)) found.push('same_name')
  if (mails.some(isSharedAddress)) found.push('shared_address')
  return found
}

/** Offered to a person, who decides. */
export const isCandidate = (reasons: readonly SamePersonReason[]): boolean =>
  reasons.some((reason) => WEIGHT[reason] > 0)

export const weightOf = (reasons: readonly SamePersonReason[]): number =>
  reasons.reduce((sum, reason) => sum + WEIGHT[reason], 0)
