import { type Open311Port, type Open311Server, type OutgoingUpdate, type Stretch } from '@main/platform/open311'
import { type Answer, ask, refusal, unreadable } from './ask'
import { requestOf, rowsOf, serviceOf, updateOf } from './read-answer'

const PAGE_SIZE = 100
const MAX_PICTURE = 8 * 1024 * 1024
const PICTURES = /^image\/(png|jpeg|webp|gif)/

/** As the specification asks: with a zone, without fractions of a second. */
const w3c = (at: number): string => new Date(at).toISOString().replace(/\.\d+Z$/, 'Z')

const stretchOf = ({ from, to, page }: Stretch): Record<string, string> => ({
  start_date: w3c(from),
  end_date: w3c(to),
  page: String(page),
  page_size: String(PAGE_SIZE),
})

/** XML is required of a server and JSON is not: JSON is asked for first, and XML where it is not there. */
const list = async <T>(
  server: Open311Server,
  resource: string,
  shape: { readonly list: string; readonly row: string; readonly of: (row: Record<string, string>) => T | null },
  query: Record<string, string> = {},
): Promise<T[]> => {
  let last: Answer | null = null
  for (const format of ['json', 'xml']) {
    const answer = await ask(server, `${resource}.${format}`, { query })
    last = answer
    if (answer.status === 200) {
      const rows = rowsOf(answer.body, shape.list, shape.row)
      if (rows !== null) return rows.map(shape.of).filter((row) => row !== null)
      continue
    }
    if (![400, 404, 406, 415, 501].includes(answer.status)) break
  }
  throw last !== null && last.status !== 200 ? refusal(server, last) : unreadable(server)
}

const UPDATES = { list: 'service_request_updates', row: 'request_update', of: updateOf }

const postUpdate = async (server: Open311Server, update: OutgoingUpdate): Promise<{ id: string }> => {
  const form = new URLSearchParams({
    api_key: server.apiKey,
    ...(server.jurisdiction === '' ? {} : { jurisdiction_id: server.jurisdiction }),
    service_request_id: update.requestId,
    update_id: update.id,
    updated_datetime: w3c(update.at),
    status: update.status,
    description: update.description,
  })
  const answer = await ask(server, 'servicerequestupdates.xml', { form })
  if (answer.status < 200 || answer.status >= 300) throw refusal(server, answer)
  const [row] = rowsOf(answer.body, UPDATES.list, UPDATES.row) ?? []
  // A server that says nothing of its own number has taken ours.
  return { id: row?.['update_id'] || update.id }
}

/** Pictures that lie elsewhere than on the platform come from the internet alone. */
export type PublicPicture = (url: URL) => Promise<{ readonly type: string; readonly body: Uint8Array } | number>

export const open311Client = (publicPicture: PublicPicture): Open311Port => ({
  services: (server) => list(server, 'services', { list: 'services', row: 'service', of: serviceOf }),
  hasUpdates: async (server) => {
    const answer = await ask(server, 'servicerequestupdates.xml', {
      query: stretchOf({ from: Date.UTC(2020, 0, 1), to: Date.UTC(2020, 0, 2), page: 1 }),
    })
    return answer.status === 200 && rowsOf(answer.body, UPDATES.list, UPDATES.row) !== null
  },
  requests: (server, stretch) =>
    list(server, 'requests', { list: 'service_requests', row: 'request', of: requestOf }, stretchOf(stretch)),
  updates: (server, stretch) => list(server, 'servicerequestupdates', UPDATES, stretchOf(stretch)),
  postUpdate,
  picture: async (server, address) => {
    if (!URL.canParse(address)) return null
    const url = new URL(address)
    if (!/^https?:$/.test(url.protocol)) return null
    try {
      if (url.host !== new URL(server.url).host) {
        const found = await publicPicture(url)
        return typeof found === 'number' ? null : found
      }
      const { status, type, body } = await ask(server, url.href, { most: MAX_PICTURE })
      return status === 200 && PICTURES.test(type) ? { type: type.split(';')[0] ?? type, body } : null
    } catch {
      // A report without its picture is still a report.
      return null
    }
  },
})
