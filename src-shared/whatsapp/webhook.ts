import { z } from 'zod'

/** What a citizen wrote to the office's number on the Business Cloud API. */
export interface LineMessage {
  /** WhatsApp's own id: the same message has the same one however often it is told. */
  readonly wamid: string
  /** Digits with the country's code and without a plus; empty where WhatsApp does not tell it. */
  readonly from: string
  /** As the person calls themselves in WhatsApp; empty where that is not told. */
  readonly name: string
  /** Milliseconds. */
  readonly at: number
  readonly text: string
  /** A file that lies at WhatsApp; `name` is empty where the citizen gave none. */
  readonly media: { readonly id: string; readonly type: string; readonly name: string } | null
  readonly point: { readonly lat: number; readonly lon: number } | null
  /** What WhatsApp calls that point: its address, else its name; empty for a bare point. */
  readonly pointName: string
  /** The message that this one quotes or reacts to. */
  readonly answers: string | null
  /** `reaction`: a sign under another message; `unsupported`: something that WhatsApp does not hand over. */
  readonly kind: 'message' | 'reaction' | 'unsupported'
}

export const LINE_STATES = ['sent', 'delivered', 'read', 'failed'] as const
export type LineState = (typeof LINE_STATES)[number]

/** How far a message of ours got. */
export interface LineStatus {
  readonly wamid: string
  readonly state: LineState
  readonly at: number
  /** What was sent along with the message, to know it again; empty without. */
  readonly mark: string
  /** WhatsApp's number for what went wrong. */
  readonly code: number | null
  readonly reason: string
}

/** What one webhook says about one of the account's numbers. */
export interface LineNews {
  readonly phoneNumberId: string
  readonly messages: readonly LineMessage[]
  readonly statuses: readonly LineStatus[]
}

const text = z.string().catch('')
const seconds = z.coerce.number().catch(0)
const file = z
  .object({ id: z.string(), mime_type: text, caption: text, filename: text })
  .partial({ mime_type: true, caption: true, filename: true })
const location = z.object({
  latitude: z.number().min(-90).max(90),
  longitude: z.number().min(-180).max(180),
  name: text.optional(),
  address: text.optional(),
})
const title = z.object({ title: text.optional(), text: text.optional(), description: text.optional() })
const message = z.object({
  id: z.string().min(1).max(300),
  from: text.optional(),
  timestamp: seconds.optional(),
  type: text.optional(),
  text: z.object({ body: text }).optional(),
  image: file.optional(),
  video: file.optional(),
  audio: file.optional(),
  voice: file.optional(),
  document: file.optional(),
  sticker: file.optional(),
  location: location.optional().catch(undefined),
  button: title.optional(),
  interactive: z.object({ button_reply: title.optional(), list_reply: title.optional() }).optional(),
  reaction: z.object({ message_id: text, emoji: text.optional() }).optional(),
  contacts: z
    .array(
      z.object({
        name: z.object({ formatted_name: text }).optional(),
        phones: z.array(z.object({ phone: text.optional() })).optional(),
      }),
    )
    .optional()
    .catch(undefined),
  context: z.object({ id: text.optional() }).optional(),
})
const status = z.object({
  id: z.string().min(1).max(300),
  status: text,
  timestamp: seconds.optional(),
  biz_opaque_callback_data: text.optional(),
  errors: z
    .array(
      z.object({
        code: z.number().optional(),
        title: text.optional(),
        error_data: z.object({ details: text.optional() }).optional(),
      }),
    )
    .optional(),
})
const webhook = z.object({
  object: z.literal('whatsapp_business_account'),
  entry: z.array(
    z.object({
      changes: z.array(
        z.object({
          field: text.optional(),
          value: z.object({
            metadata: z.object({ phone_number_id: text }).optional(),
            contacts: z
              .array(z.object({ wa_id: text.optional(), profile: z.object({ name: text.optional() }).optional() }))
              .optional(),
            messages: z.array(z.unknown()).optional(),
            statuses: z.array(z.unknown()).optional(),
          }),
        }),
      ),
    }),
  ),
})

const lines = (...parts: readonly (string | undefined)[]): string =>
  parts.filter((part) => part !== undefined && part !== '').join('\n')

const wordsOf = (said: z.output<typeof message>): string => {
  const shown = said.button ?? said.interactive?.button_reply ?? said.interactive?.list_reply
  const captions = [said.image, said.video, said.document].map((one) => one?.caption)
  const cards = (said.contacts ?? []).map(({ name, phones }) =>
    [name?.formatted_name, ...(phones ?? []).map(({ phone }) => phone)].filter(Boolean).join(' '),
  )
  return lines(
    said.text?.body,
    shown?.title ?? shown?.text,
    shown?.description,
    ...captions,
    said.location?.name,
    said.location?.address,
    ...cards,
    said.reaction?.emoji,
  )
}

/** Null for what is of no shape that a message has: nobody could say who wrote it. */
const messageOf = (raw: unknown, nameOf: (from: string) => string): LineMessage | null => {
  const parsed = message.safeParse(raw)
  if (!parsed.success) return null
  const said = parsed.data
  const media = said.image ?? said.video ?? said.audio ?? said.voice ?? said.document ?? said.sticker
  const point = said.location
  const words = wordsOf(said)
  const from = said.from ?? ''
  const isThere = point !== undefined && (point.latitude !== 0 || point.longitude !== 0)
  const { reaction } = said
  return {
    wamid: said.id,
    from,
    name: nameOf(from),
    at: (said.timestamp ?? 0) * 1000,
    text: words,
    media:
      media === undefined
        ? null
        : { id: media.id, type: media.mime_type?.split(';')[0] ?? '', name: media.filename ?? '' },
    point: isThere ? { lat: point.latitude, lon: point.longitude } : null,
    pointName: isThere ? (point.address || (point.name ?? '')).trim().slice(0, 300) : '',
    answers: (reaction?.message_id ?? said.context?.id) || null,
    kind:
      reaction !== undefined ? 'reaction' : words === '' && media === undefined && !isThere ? 'unsupported' : 'message',
  }
}

const statusOf = (raw: unknown): LineStatus | null => {
  const parsed = status.safeParse(raw)
  if (!parsed.success) return null
  const told = parsed.data
  const state = LINE_STATES.find((one) => one === told.status)
  if (state === undefined) return null
  const [error] = told.errors ?? []
  return {
    wamid: told.id,
    state,
    at: (told.timestamp ?? 0) * 1000,
    mark: told.biz_opaque_callback_data ?? '',
    code: error?.code ?? null,
    reason: (error?.error_data?.details || (error?.title ?? '')).slice(0, 300),
  }
}

const present = <T>(found: readonly (T | null)[]): T[] => found.filter((one) => one !== null)

/**
 * A webhook of the Business Cloud API, number by number. Null when it is none, or holds a message that nobody can read:
 * it is kept for a person. States of a kind that is not known, and news of other kinds, are left out.
 */
export const readWebhook = (body: string): readonly LineNews[] | null => {
  let json: unknown
  try {
    json = JSON.parse(body)
  } catch {
    return null
  }
  const parsed = webhook.safeParse(json)
  if (!parsed.success) return null
  const news: LineNews[] = []
  for (const { field, value } of parsed.data.entry.flatMap(({ changes }) => changes)) {
    if (field !== undefined && field !== 'messages') continue
    const names = new Map((value.contacts ?? []).map((one) => [one.wa_id ?? '', one.profile?.name ?? '']))
    const messages = (value.messages ?? []).map((raw) => messageOf(raw, (from) => names.get(from) ?? ''))
    if (messages.includes(null)) return null
    const statuses = (value.statuses ?? []).map(statusOf)
    if (messages.length > 0 || statuses.length > 0)
      news.push({
        phoneNumberId: value.metadata?.phone_number_id ?? '',
        messages: present(messages),
        statuses: present(statuses),
      })
  }
  return news
}
