import { Readable } from 'node:stream'
import { z } from 'zod'
import { appError } from '@shared/kernel/app-error'
import { type MessageTemplate, templateOf } from '@shared/whatsapp/message-template'
import {
  type CloudAccount,
  type CloudFile,
  type CloudPort,
  type CloudSent,
  type CloudWords,
  WhatsappError,
} from '@main/platform/whatsapp'
import { type Asked, type JsonAnswer, answerOf, failure, request, wasHandedOver } from './ask'
import { refusalOf } from './graph-error'

const MEDIA_MS = 120_000
/** Pages of templates that are read; an account has 250 of them, or six thousand. */
const MOST_PAGES = 40

const idAnswer = z.object({ id: z.string().min(1) })
const numberAnswer = z.object({
  display_phone_number: z.string().catch(''),
  verified_name: z.string().catch(''),
})
const listAnswer = z.object({
  data: z.array(z.unknown()),
  paging: z
    .object({ cursors: z.object({ after: z.string() }).optional(), next: z.string().optional() })
    .optional()
    .catch(undefined),
})
const mediaAnswer = z.object({ url: z.string(), mime_type: z.string().catch('') })
const sentAnswer = z.object({ messages: z.array(z.object({ id: z.string().min(1) })).min(1) })

const reach = async (account: CloudAccount, path: string, asked: Omit<Asked, 'token'> = {}): Promise<Response> => {
  try {
    return await request(`${account.url}/${path}`, { ...asked, token: account.token })
  } catch {
    throw failure('whatsapp_unreachable', account.url)
  }
}

/** An answer that breaks off is none. */
const answered = async (account: CloudAccount, path: string): Promise<JsonAnswer> =>
  answerOf(await reach(account, path)).catch(() => {
    throw failure('whatsapp_unreachable', account.url)
  })

const ask = async <T>(account: CloudAccount, path: string, shape: z.ZodType<T>): Promise<T> => {
  const answer = await answered(account, path)
  if (answer.status !== 200) throw new WhatsappError(refusalOf(account.url, answer).error)
  const parsed = shape.safeParse(answer.json)
  if (!parsed.success) throw failure('whatsapp_refused', account.url, { status: 200, code: 0, reason: '' })
  return parsed.data
}

const templates: CloudPort['templates'] = async (account) => {
  const found: MessageTemplate[] = []
  let others = 0
  let after: string | undefined
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const query = new URLSearchParams({
      fields: 'name,language,status,category,parameter_format,components',
      limit: '100',
      ...(after === undefined ? {} : { after }),
    })
    const list = await ask(account, `${account.businessAccountId}/message_templates?${query.toString()}`, listAnswer)
    for (const raw of list.data) {
      const template = templateOf(raw)
      if (template === null) others += 1
      else found.push(template)
    }
    after = list.paging?.next === undefined ? undefined : list.paging.cursors?.after
    if (after === undefined) break
  }
  return { templates: found, others }
}

/** WhatsApp names the address of a file in its answer: only its own machines, or the one that was asked, get the token. */
const isTheirs = (account: CloudAccount, address: string): boolean => {
  if (!URL.canParse(address)) return false
  const url = new URL(address)
  if (url.host === new URL(account.url).host) return url.protocol === new URL(account.url).protocol
  return url.protocol === 'https:' && /(^|\.)(fbsbx\.com|facebook\.com|fbcdn\.net|whatsapp\.net)$/.test(url.hostname)
}

const media: CloudPort['media'] = async (account, id) => {
  const query = new URLSearchParams({ phone_number_id: account.phoneNumberId }).toString()
  const named = await answered(account, `${encodeURIComponent(id)}?${query}`)
  if (named.status !== 200) {
    const { error, passes } = refusalOf(account.url, named)
    if (passes) throw new WhatsappError(error)
    return null
  }
  const parsed = mediaAnswer.safeParse(named.json)
  if (!parsed.success || !isTheirs(account, parsed.data.url)) return null
  let response: Response
  try {
    response = await request(parsed.data.url, { token: account.token, timeoutMs: MEDIA_MS })
  } catch {
    throw failure('whatsapp_unreachable', account.url)
  }
  if (response.status !== 200 || response.body === null) {
    await response.body?.cancel()
    if (response.status >= 500 || response.status === 429) throw failure('whatsapp_unreachable', account.url)
    return null
  }
  return {
    type: parsed.data.mime_type,
    body: Readable.fromWeb(response.body as Parameters<typeof Readable.fromWeb>[0]),
  }
}

const upload: CloudPort['upload'] = async (account, file) => {
  const form = new FormData()
  form.set('messaging_product', 'whatsapp')
  form.set('type', file.type)
  form.set('file', new Blob([new Uint8Array(file.content)], { type: file.type }), file.name)
  try {
    const response = await request(`${account.url}/${account.phoneNumberId}/media`, {
      ...{ method: 'POST', token: account.token, form, timeoutMs: MEDIA_MS },
    })
    const answer = await answerOf(response)
    const parsed = idAnswer.safeParse(answer.json)
    if (answer.status === 200 && parsed.success) return { id: parsed.data.id }
    const { error, passes } = refusalOf(account.url, answer)
    return { state: passes ? 'temporary' : 'permanent', error }
  } catch {
    // A file that lies there unused harms nobody.
    return { state: 'temporary', error: failure('whatsapp_unreachable', account.url).error }
  }
}

const wordsOf = (words: CloudWords): Record<string, unknown> => {
  if ('text' in words) return { type: 'text', text: { preview_url: false, body: words.text } }
  if ('template' in words) return { type: 'template', template: words.template }
  const { kind, name }: CloudFile = words.file
  return { type: kind, [kind]: { id: words.mediaId, ...(kind === 'document' ? { filename: name } : {}) } }
}

const send: CloudPort['send'] = async (account, to, words, mark): Promise<CloudSent> => {
  try {
    const response = await request(`${account.url}/${account.phoneNumberId}/messages`, {
      method: 'POST',
      token: account.token,
      json: {
        messaging_product: 'whatsapp',
        recipient_type: 'individual',
        to: to.replace(/^\+/, ''),
        biz_opaque_callback_data: mark,
        ...wordsOf(words),
      },
    })
    const answer = await answerOf(response)
    const parsed = sentAnswer.safeParse(answer.json)
    if (answer.status === 200 && parsed.success) return { state: 'sent', wamid: parsed.data.messages[0]?.id ?? '' }
    // Something between us answered: what stands behind it may have taken the message.
    const isDoubtful = answer.status === 200 || (answer.status >= 500 && answer.json === null)
    const { error, passes } = refusalOf(account.url, answer)
    if (isDoubtful) return { state: 'uncertain', error: appError('whatsapp_dropped', { details: error.details }) }
    return { state: passes ? 'temporary' : 'permanent', error }
  } catch (error) {
    return wasHandedOver(error)
      ? { state: 'uncertain', error: failure('whatsapp_dropped', account.url).error }
      : { state: 'temporary', error: failure('whatsapp_unreachable', account.url).error }
  }
}

export const cloudClient: CloudPort = {
  number: async (account) => {
    const found = await ask(account, `${account.phoneNumberId}?fields=display_phone_number,verified_name`, numberAnswer)
    return { number: found.display_phone_number, name: found.verified_name }
  },
  isSubscribed: async (account) =>
    (await ask(account, `${account.businessAccountId}/subscribed_apps`, listAnswer)).data.length > 0,
  templates,
  media,
  upload,
  send,
}
