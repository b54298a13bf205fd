import type { FeatureHandlers } from '@shared/contract/define'
import type { mail } from '@shared/contract/mail'
import { ok } from '@shared/kernel/result'
import { type Caller, signedIn } from '@main/platform/caller'
import { sampleMail, sampleMails } from './sample-mails'
import type { MailParts } from './mail-ports'
import { allAuthorities } from './authority-queries'
import { allMailboxes } from './mailbox-queries'
import { secretKey } from './mailbox-rows'
import { listQuarantine } from './quarantine-queries'
import { quarantineSource } from './quarantine-source'
import { reopenQuarantine, resolveQuarantine } from './resolve-quarantine'
import { addAuthorities, removeAuthority } from './save-authorities'
import { createMailbox, editMailbox, removeMailbox, setSecret } from './save-mailbox'
import { SignIns } from './sign-ins'
import { tryMailbox } from './try-mailbox'

export const mailHandlers = (parts: MailParts, signIns = new SignIns(parts)): FeatureHandlers<typeof mail, Caller> => ({
  mailboxes: async () => {
    const found = await parts.current.store.read(allMailboxes)
    if (!found.ok) return found
    const mailboxes = await Promise.all(
      found.value.map(async (mailbox) => {
        const secret = await parts.secrets.get(secretKey(mailbox))
        return { ...mailbox, hasSecret: secret.ok && secret.value !== null }
      }),
    )
    return ok({ mailboxes, secretsForm: parts.secrets.form })
  },
  createMailbox: (_caller, input) => createMailbox(parts, input),
  editMailbox: (_caller, input) => editMailbox(parts, input),
  removeMailbox: (_caller, { id }) => removeMailbox(parts, id),
  setSecret: (_caller, { id, password }) => setSecret(parts, id, password),
  beginAccess: (_caller, input) => signIns.begin(input),
  accessState: (_caller, { handle }) => Promise.resolve(signIns.state(handle)),
  cancelAccess: (_caller, { handle }) => {
    signIns.cancel(handle)
    return Promise.resolve(ok({}))
  },
  test: (_caller, input) => tryMailbox(parts, input),
  checkNow: () => {
    parts.checkNow()
    return Promise.resolve(ok({}))
  },
  authorities: () => parts.current.store.read(async (db) => ({ authorities: await allAuthorities(db) })),
  addAuthorities: (caller, input) => addAuthorities(parts, signedIn(caller), input),
  removeAuthority: (_caller, input) => removeAuthority(parts, input),
  quarantine: (_caller, input) => parts.current.store.read((db) => listQuarantine(db, input)),
  quarantineSource: (_caller, input) => quarantineSource(parts, input),
  sampleMails: () => parts.current.store.read(sampleMails),
  sampleMail: (_caller, input) => sampleMail(parts, input),
  reopenQuarantine: (_caller, { id }) => reopenQuarantine(parts, id),
  resolveQuarantine: (caller, input) => resolveQuarantine(parts, signedIn(caller), input),
})
