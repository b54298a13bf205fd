import { z } from 'zod'
import { instant } from '../kernel/instant'
import { PEC_RECEIPTS } from './parsed-mail'

/** What may be told about one recipient of a mail that left: a provider's receipt, or a report of ordinary mail. */
export const DELIVERY_WORDS = [
  ...PEC_RECEIPTS,
  /** It came back: a delivery report of ordinary mail. */
  'bounced',
  /** The other server still tries. */
  'delayed',
] as const
export type DeliveryWord = (typeof DELIVERY_WORDS)[number]

/** How far a mail got with one recipient. */
export const DELIVERY_STATES = [
  /** Handed to our provider, which has not answered yet. */
  'waiting',
  'accepted',
  'taken',
  /** No news for twelve hours, or the other server puts it off. */
  'late',
  'delivered',
  /** By WhatsApp alone. */
  'read',
  'refused',
  'undeliverable',
  'virus',
] as const
export type DeliveryState = (typeof DELIVERY_STATES)[number]

/** How far a mail got with one recipient, and the receipts that say so (each the raw evidence of its provider). */
export const delivery = z.object({
  to: z.string(),
  state: z.enum(DELIVERY_STATES),
  /** Whether the receipt behind `state` carries a signature that was verified. */
  certified: z.boolean(),
  /** The recipient's box is an ordinary one: no receipt of delivery will come. */
  isExternal: z.boolean(),
  /** What the other server said, in its own words. */
  reason: z.string(),
  receipts: z.array(
    z.object({ word: z.enum(DELIVERY_WORDS), at: instant, certified: z.boolean(), sha256: z.string() }),
  ),
})
export type Delivery = z.output<typeof delivery>

/** From the strongest word to the weakest: receipts overtake each other on their way. */
const RANKED: readonly (readonly [DeliveryWord, DeliveryState])[] = [
  ['avvenuta-consegna', 'delivered'],
  ['rilevazione-virus', 'virus'],
  ['errore-consegna', 'undeliverable'],
  ['bounced', 'undeliverable'],
  ['non-accettazione', 'refused'],
  ['preavviso-errore-consegna', 'late'],
  ['delayed', 'late'],
  ['presa-in-carico', 'taken'],
  ['accettazione', 'accepted'],
]

/** The word that says how things stand, and what it means; null while nobody has said anything. */
export const strongestWord = (
  words: readonly DeliveryWord[],
): { readonly word: DeliveryWord; readonly state: DeliveryState } | null => {
  const found = RANKED.find(([word]) => words.includes(word))
  return found === undefined ? null : { word: found[0], state: found[1] }
}

const FAILED: readonly DeliveryState[] = ['refused', 'undeliverable', 'virus']

/** Whether a word means that it did not arrive and will not. */
export const isFailure = (word: DeliveryWord): boolean => {
  const state = strongestWord([word])?.state
  return state !== undefined && FAILED.includes(state)
}
