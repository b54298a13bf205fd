import { once } from 'node:events'
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http'

export const CLOUD_TOKEN = 'token-della-prova'
export const PHONE_NUMBER_ID = '100200300400500'
export const ACCOUNT_ID = '900800700600500'

export interface SentMessage {
  readonly wamid: string
  readonly body: Record<string, unknown> & { to: string; type: string; biz_opaque_callback_data?: string }
}

export interface LaidFile {
  readonly id: string
  readonly name: string
  readonly type: string
  readonly content: Buffer
}

/** What a send is met with: a refusal, a line that breaks after the message was taken, or (null) nothing wrong. */
export type Trouble = { readonly status: number; readonly code: number; readonly details?: string } | 'breaks' | null

/** WhatsApp's Business Cloud API after its reference: messages, media both ways, templates page by page, errors. */
export interface CloudServer {
  readonly url: string
  readonly sent: SentMessage[]
  readonly files: LaidFile[]
  /** Of citizens, by id. */
  readonly media: Map<string, { readonly type: string; readonly content: Buffer }>
  templates: unknown[]
  /** Met one after the other by what is sent. */
  readonly troubles: Trouble[]
  /** The next answer about a citizen's file breaks off in the middle. */
  mediaBreaks: boolean
  token: string
  subscribed: boolean
  readonly close: () => Promise<void>
}

const bodyOf = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = []
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
  return Buffer.concat(chunks)
}

const json = (response: ServerResponse, status: number, value: unknown): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value))
}
const refused = (response: ServerResponse, status: number, code: number, details = ''): void =>
  json(response, status, {
    error: { message: `(#${code}) ${details}`, type: 'OAuthException', code, error_data: { details } },
  })

export const startCloud = async (): Promise<CloudServer> => {
  let made = 0
  const state: CloudServer = {
    url: '',
    sent: [],
    files: [],
    media: new Map(),
    templates: [],
    troubles: [],
    mediaBreaks: false,
    token: CLOUD_TOKEN,
    subscribed: true,
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
  const take = (response: ServerResponse, body: SentMessage['body']): void => {
    made += 1
    const wamid = `wamid.OUT${made}`
    const trouble = state.troubles.shift()
    if (trouble && trouble !== 'breaks') return refused(response, trouble.status, trouble.code, trouble.details)
    state.sent.push({ wamid, body })
    if (trouble === 'breaks') response.destroy()
    else
      json(response, 200, {
        messaging_product: 'whatsapp',
        contacts: [{ input: body.to, wa_id: body.to }],
        messages: [{ id: wamid }],
      })
  }
  const lay = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const form = await new Request('http://x', {
      method: 'POST',
      headers: { 'content-type': request.headers['content-type'] ?? '' },
      body: new Uint8Array(await bodyOf(request)),
    }).formData()
    const file = form.get('file')
    if (!(file instanceof File) || form.get('messaging_product') !== 'whatsapp') return refused(response, 400, 100)
    made += 1
    const laid = {
      id: `${7000 + made}`,
      name: file.name,
      type: file.type,
      content: Buffer.from(await file.arrayBuffer()),
    }
    state.files.push(laid)
    json(response, 200, { id: laid.id })
  }
  const list = (response: ServerResponse, url: URL): void => {
    const from = Number(url.searchParams.get('after') ?? 0)
    const next = from + 2
    json(response, 200, {
      data: state.templates.slice(from, next),
      paging: {
        cursors: { after: String(next) },
        ...(next < state.templates.length ? { next: `${state.url}/more` } : {}),
      },
    })
  }
  const route = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', 'http://graph')
    if (request.headers.authorization !== `Bearer ${state.token}`)
      return refused(response, 401, 190, 'Error validating access token')
    const path = url.pathname.replace('/v23.0/', '')
    if (request.method === 'POST' && path === `${PHONE_NUMBER_ID}/messages`)
      return take(response, JSON.parse((await bodyOf(request)).toString('utf8')) as SentMessage['body'])
    if (request.method === 'POST' && path === `${PHONE_NUMBER_ID}/media`) return lay(request, response)
    if (path === PHONE_NUMBER_ID)
      return json(response, 200, { display_phone_number: '+39 335 139 7378', verified_name: 'Cantoniere di paese' })
    if (path === `${ACCOUNT_ID}/message_templates`) return list(response, url)
    if (path === `${ACCOUNT_ID}/subscribed_apps`)
      return json(response, 200, { data: state.subscribed ? [{ whatsapp_business_api_data: { id: '1' } }] : [] })
    const held = state.media.get(path.replace('lookaside/', ''))
    if (held !== undefined && path.startsWith('lookaside/')) {
      response.writeHead(200, { 'content-type': held.type }).end(held.content)
      return
    }
    if (state.mediaBreaks && held !== undefined) {
      state.mediaBreaks = false
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' })
      response.write('{"url":', () => response.destroy())
      return
    }
    if (held !== undefined)
      return json(response, 200, { url: `${state.url}/lookaside/${path}`, mime_type: held.type, id: path })
    refused(response, 400, 100, 'Object does not exist')
  }
  const server = createServer((request, response) => void route(request, response))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('no address')
  return Object.assign(state, { url: `http://127.0.0.1:${address.port}/v23.0` })
}

const template = (name: string, body: string, more: Record<string, unknown> = {}): Record<string, unknown> => ({
  id: name,
  name,
  language: 'it',
  status: 'APPROVED',
  category: 'UTILITY',
  components: [{ type: 'BODY', text: body }],
  ...more,
})

/** Three that can be filled here, and three that cannot. */
export const TEMPLATES = [
  template('aggiornamento', 'Gentile {{1}}, la segnalazione {{2}} è in lavorazione.', {
    components: [
      {
        type: 'BODY',
        text: 'Gentile {{1}}, la segnalazione {{2}} è in lavorazione.',
        example: { body_text: [['Mario', 'SEGN-1']] },
      },
      { type: 'FOOTER', text: 'Comune di prova' },
      { type: 'BUTTONS', buttons: [{ type: 'QUICK_REPLY', text: 'Grazie' }] },
    ],
  }),
  template('in_attesa', 'In attesa', { status: 'PENDING' }),
  template('con_nome', 'Ciao {{nome}}', { parameter_format: 'NAMED' }),
  template('con_foto', 'Ecco', {
    components: [
      { type: 'HEADER', format: 'IMAGE' },
      { type: 'BODY', text: 'Ecco' },
    ],
  }),
  template('semplice', 'Il lavoro è finito.'),
  template('con_codice', 'Apri', {
    components: [
      { type: 'BODY', text: 'Apri' },
      { type: 'BUTTONS', buttons: [{ type: 'URL', text: 'Apri', url: 'https://esempio.it/{{1}}' }] },
    ],
  }),
]
