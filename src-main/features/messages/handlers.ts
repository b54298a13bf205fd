import type { FeatureHandlers } from '@shared/contract/define'
import type { messages } from '@shared/contract/messages'
import { ok } from '@shared/kernel/result'
import { type Caller, signedIn } from '@main/platform/caller'
import type { FeatureParts } from '../feature-parts'
import { failingAmong } from '../mail/failing-addresses'
import { previewMany, replyMany, undoMany } from './answer-many'
import { readDraft, saveDraft } from './drafts'
import { htmlOf, outboxOf, rawOf } from './message-queries'
import { recipientsOf } from './recipient-queries'
import { replyToCitizen } from './reply-to-citizen'
import { markSent } from './mark-sent'
import { sendAgain, takeBack } from './take-back'

export const messageHandlers = (parts: FeatureParts): FeatureHandlers<typeof messages, Caller> => ({
  recipients: (_caller, { ticketId }) => parts.current.store.read((db) => recipientsOf(db, ticketId)),
  reply: (caller, input) => replyToCitizen(parts, signedIn(caller), input),
  undo: (caller, { id }) => takeBack(parts, signedIn(caller), id),
  previewMany: (caller, input) => previewMany(parts, signedIn(caller), input),
  replyMany: (caller, input) => replyMany(parts, signedIn(caller), input),
  undoMany: (caller, input) => undoMany(parts, signedIn(caller), input),
  retry: (_caller, { id }) => sendAgain(parts, id),
  markSent: (caller, { id }) => markSent(parts, signedIn(caller), id),
  html: async (_caller, { id }) => {
    const found = await parts.current.store.read((db) => htmlOf(db, id))
    if (!found.ok) return found
    const html = await parts.current.files.read(found.value.sha256)
    return ok({ html: html.toString('utf8'), inline: found.value.inline })
  },
  failing: (_caller, { addresses }) =>
    parts.current.store.read(async (db) => ({ failing: await failingAmong(db, addresses) })),
  raw: (_caller, { id }) => parts.current.store.read((db) => rawOf(db, id)),
  draft: (caller, key) => parts.current.store.read((db) => readDraft(db, signedIn(caller).user.id, key)),
  saveDraft: (caller, input) =>
    parts.current.store.write(async (db) => {
      const updatedAt = parts.clock.now()
      await saveDraft(db, signedIn(caller).user.id, input, updatedAt)
      return { updatedAt }
    }),
  outbox: () => parts.current.store.read(outboxOf),
})
