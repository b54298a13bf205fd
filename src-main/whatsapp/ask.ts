import { appError, type ErrorCode } from '@shared/kernel/app-error'
import { WhatsappError } from '@main/platform/whatsapp'

const TIMEOUT_MS = 20_000
const MAX_BYTES = 16 * 1024 * 1024

export interface Asked {
  readonly method?: 'GET' | 'POST'
  readonly token: string
  readonly json?: unknown
  readonly form?: FormData
  readonly timeoutMs?: number
}

export interface JsonAnswer {
  readonly status: number
  /** Null: not JSON. */
  readonly json: unknown
}

export const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : url)

export const failure = (code: ErrorCode, url: string, details: Record<string, string | number> = {}): WhatsappError =>
  new WhatsappError(appError(code, { details: { host: hostOf(url), ...details } }))

/** Asks one server and follows it nowhere: the token is for it alone. Rejects with what `fetch` rejects with. */
export const request = (url: string, asked: Asked): Promise<Response> =>
  fetch(url, {
    method: asked.method ?? 'GET',
    redirect: 'manual',
    signal: AbortSignal.timeout(asked.timeoutMs ?? TIMEOUT_MS),
    headers: {
      authorization: `Bearer ${asked.token}`,
      'user-agent': 'Cantoniere',
      ...(asked.json === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(asked.json === undefined ? {} : { body: JSON.stringify(asked.json) }),
    ...(asked.form === undefined ? {} : { body: asked.form }),
  })

export const answerOf = async (response: Response): Promise<JsonAnswer> => {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength
    if (size > MAX_BYTES) return { status: response.status, json: null }
    chunks.push(chunk)
  }
  try {
    return { status: response.status, json: JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown }
  } catch {
    return { status: response.status, json: null }
  }
}

/** No byte of ours reached the other side: it may be tried again without a doubt. */
const NOT_HANDED = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
])

export const wasHandedOver = (error: unknown): boolean => {
  const cause = error instanceof Error ? error.cause : undefined
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  return !NOT_HANDED.has(code) && !/CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO_VERIFY/.test(code)
}
