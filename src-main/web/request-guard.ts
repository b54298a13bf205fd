import type { IncomingHttpHeaders } from 'node:http'

/** Why a request is sent away, as an HTTP status. */
export type Refused = 403 | 421

/**
 * A page of another site cannot choose the Host that its browser sends, nor hide its Origin: together they keep
 * out rebinding and cross-site requests. An upgrade and everything that changes must name its Origin.
 */
export const refusalOf = (headers: IncomingHttpHeaders, port: number, mustNameOrigin: boolean): Refused | null => {
  const own = `127.0.0.1:${port}`
  if (headers.host !== own) return 421
  if (headers.origin === undefined) return mustNameOrigin ? 403 : null
  return headers.origin === `http://${own}` ? null : 403
}
