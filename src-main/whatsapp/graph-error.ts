import { z } from 'zod'
import { appError, type AppError, type ErrorCode } from '@shared/kernel/app-error'
import { type JsonAnswer, hostOf } from './ask'

const graphError = z.object({
  error: z.object({
    code: z.number().catch(0),
    error_subcode: z.number().optional(),
    message: z.string().catch(''),
    error_data: z.object({ details: z.string().optional() }).optional().catch(undefined),
  }),
})

/** What the numbers of the Cloud API's reference mean here; what is not named is a plain refusal. */
const MEANING: Readonly<Record<number, ErrorCode>> = {
  0: 'whatsapp_token_refused',
  3: 'whatsapp_token_refused',
  10: 'whatsapp_token_refused',
  190: 'whatsapp_token_refused',
  131005: 'whatsapp_token_refused',
  131021: 'whatsapp_not_reachable',
  131026: 'whatsapp_not_reachable',
  131030: 'whatsapp_not_reachable',
  131047: 'whatsapp_window_closed',
  131051: 'whatsapp_file_refused',
  131052: 'whatsapp_file_refused',
  131053: 'whatsapp_file_refused',
  132000: 'whatsapp_template_refused',
  132001: 'whatsapp_template_refused',
  132005: 'whatsapp_template_refused',
  132007: 'whatsapp_template_refused',
  132012: 'whatsapp_template_refused',
  132015: 'whatsapp_template_refused',
  132016: 'whatsapp_template_refused',
}

/** Too much at once, or their own trouble: it passes. */
const PASSING = new Set([1, 2, 4, 80007, 130429, 131000, 131016, 131048, 131056, 131057, 133004, 133016])

export const meaningOf = (code: number | null): ErrorCode | null => (code === null ? null : (MEANING[code] ?? null))

export interface GraphRefusal {
  readonly error: AppError
  /** A try later may do well; a wrong token too, once somebody has written the right one. */
  readonly passes: boolean
}

/** Why the Cloud API refused; `passes` for what is not the message's own fault. */
export const refusalOf = (url: string, { status, json }: JsonAnswer): GraphRefusal => {
  const parsed = graphError.safeParse(json)
  const code = parsed.success ? parsed.data.error.code : 0
  const reason = parsed.success
    ? (parsed.data.error.error_data?.details ?? parsed.data.error.message).slice(0, 200)
    : ''
  const isToken = status === 401 || (code >= 200 && code < 300)
  const named = isToken ? 'whatsapp_token_refused' : parsed.success ? meaningOf(code) : null
  const passes = PASSING.has(code) || status === 429 || status >= 500 || named === 'whatsapp_token_refused'
  const plain = status >= 500 || PASSING.has(code) ? 'whatsapp_unreachable' : 'whatsapp_refused'
  return {
    error: appError(named ?? plain, { details: { host: hostOf(url), status, code, reason } }),
    passes,
  }
}
