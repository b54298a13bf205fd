import { MOST_ADDRESSES } from './parsed-mail'
import { findMailTags, formatNumber } from '../tickets/number'

/** What a person should know of a mail that became a ticket although something in it could not be relied on. */
export type MailDoubt =
  | { readonly kind: 'no_sender' }
  /** Its letters came in another alphabet than it said, or broken. */
  | { readonly kind: 'unreadable' }
  /** It announces parts that never came. */
  | { readonly kind: 'incomplete' }
  /** Its head names more than are kept of it; all of them stand in the source. */
  | { readonly kind: 'many_recipients'; readonly count: string }
  /** It names a report that is not here, or that its sender has no part in: a tag counts only from who takes part. */
  | { readonly kind: 'names_another'; readonly number: string }

const BROKEN = '\uFFFD'

/** Whether all whom a mail was sent to are told. */
export const recipientDoubts = (mail: {
  readonly to: readonly string[]
  readonly cc: readonly string[]
}): MailDoubt[] =>
  mail.to.length < MOST_ADDRESSES && mail.cc.length < MOST_ADDRESSES
    ? []
    : [{ kind: 'many_recipients', count: String(MOST_ADDRESSES) }]

/** Whether all that a mail announced has come, as its entry in the timeline says. */
export const partDoubts = ({ incomplete }: { readonly incomplete?: unknown }): MailDoubt[] =>
  incomplete === true ? [{ kind: 'incomplete' }] : []

/** Of the mail that opened a ticket: one that found its thread has answered the question already. */
export const mailDoubts = (mail: {
  readonly fromAddress: string
  readonly subject: string
  readonly text: string
}): MailDoubt[] => [
  ...(mail.fromAddress === '' ? [{ kind: 'no_sender' } as const] : []),
  ...(`${mail.subject}${mail.text}`.includes(BROKEN) ? [{ kind: 'unreadable' } as const] : []),
  ...findMailTags(mail.subject)
    .slice(0, 1)
    .map((tag) => ({ kind: 'names_another' as const, number: formatNumber(tag) })),
]
