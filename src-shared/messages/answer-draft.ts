import { z } from 'zod'
import { templateChoice } from '../whatsapp/message-template'

const address = z.string().max(320)
const file = z.object({
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  name: z.string().min(1).max(200),
  /** Bytes; unknown in drafts of before. */
  size: z.number().int().min(0).optional(),
})

/** What an answer that is being written holds beside its text; lies in the draft's `data`. */
export const answerDraftSchema = z.object({
  files: z.array(file).max(50).default([]),
  via: z.enum(['email', 'phone', 'counter', 'whatsapp', 'whatsapp_line']).nullable().default(null),
  /** Null: whoever the ticket's citizen is when it is sent; a list: the writer's own choice. */
  to: z.array(address).max(50).nullable().default(null),
  cc: z.array(address).max(50).nullable().default(null),
  mailboxId: z.number().int().positive().nullable().default(null),
  /** Merged tickets whose citizens are left out of this answer. */
  leftOut: z.array(z.number().int().positive()).max(50).default([]),
  /** Null: the mailbox's own, filled in when it is sent; a text: what the writer made of it. */
  signature: z.string().max(2000).nullable().default(null),
  /** The approved template that is sent in place of free words. */
  template: templateChoice.nullable().default(null),
  /** The last timeline entry that the writer had before them; null before the first look. */
  seenEntryId: z.number().int().min(0).nullable().default(null),
})
export type AnswerDraft = z.output<typeof answerDraftSchema>
export type DraftFile = AnswerDraft['files'][number]

export const emptyAnswerDraft: AnswerDraft = {
  files: [],
  via: null,
  to: null,
  cc: null,
  mailboxId: null,
  leftOut: [],
  signature: null,
  template: null,
  seenEntryId: null,
}

/** A draft of another program version, or of another form, counts as one with nothing beside its text. */
export const answerDraftOf = (data: unknown): AnswerDraft => {
  const parsed = answerDraftSchema.safeParse(data)
  return parsed.success ? parsed.data : emptyAnswerDraft
}

export const mergeFiles = (...lists: readonly (readonly DraftFile[])[]): DraftFile[] => [
  ...new Map(lists.flat().map((one) => [one.sha256, one])).values(),
]

/** What was taken back, before whatever was begun in its place meanwhile: neither is lost. */
export const mergeDrafts = (
  back: { readonly text: string; readonly data: AnswerDraft },
  begun: { readonly text: string; readonly data: AnswerDraft },
): { text: string; data: AnswerDraft } => ({
  text: [back.text, begun.text].filter((text) => text.trim() !== '').join('\n\n'),
  data: {
    ...back.data,
    files: mergeFiles(back.data.files, begun.data.files),
    seenEntryId: begun.data.seenEntryId ?? back.data.seenEntryId,
  },
})
