import type { IncomingMessage, ServerResponse } from 'node:http'
import { LARGEST_KEPT, keptReport } from '@shared/contract/kept-report'
import type { KeptReports } from '@main/host/kept-reports'

/**
 * The browser's way to the desk's own outbox: GET lists, PUT keeps one, DELETE `/kept/<key>` drops one. Whoever asks
 * has shown the cookie already.
 */
export const answerKept = async (
  request: IncomingMessage,
  response: ServerResponse,
  kept: KeptReports,
  pathname: string,
): Promise<void> => {
  if (request.method === 'GET') {
    response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' })
    return void response.end(JSON.stringify(kept.list()))
  }
  if (request.method === 'DELETE') {
    kept.drop(pathname.slice(pathname.lastIndexOf('/') + 1))
    return void response.writeHead(204).end()
  }
  if (request.method !== 'PUT') return void response.writeHead(405).end()
  const report = keptReport.safeParse(parse(await textOf(request)))
  if (!report.success) return void response.writeHead(400).end()
  response.writeHead(kept.keep(report.data) ? 204 : 507).end()
}

/** Empty past the limit: it is refused as no report then. */
const textOf = async (request: IncomingMessage): Promise<string> => {
  let text = ''
  // By the stream: a letter may lie half in one piece and half in the next.
  request.setEncoding('utf8')
  for await (const chunk of request) {
    text += String(chunk)
    if (text.length > LARGEST_KEPT) return ''
  }
  return text
}

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
