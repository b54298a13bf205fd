/** A Message-ID on the mailbox's domain; `unique` must never repeat. */
export const newMessageId = (unique: string, mailbox: string): string =>
  `<${unique}@${mailbox.split('@').pop() || 'localhost'}>`
