import type { ParsedMail } from '@shared/mail/parsed-mail'

/** Turns raw mail into `ParsedMail`; never rejects while it is open. */
export interface MailParser {
  readonly parse: (raw: Uint8Array) => Promise<ParsedMail>
  readonly close: () => Promise<void>
}

/** The same function without a thread, for short runs of trusted length such as a command or a test. */
export const inProcessParser = (): MailParser => ({
  parse: async (raw) => (await import('./parse-mail')).parseMail(raw),
  close: async () => undefined,
})
