import { z } from 'zod'
import type { RelayAccess, RelayPort } from '@main/platform/whatsapp'
import { type Asked, answerOf, failure, request } from './ask'

const statusAnswer = z.object({
  relay: z.literal('cantoniere-relay'),
  waiting: z.number().int().min(0),
  oldestAt: z.number().nullable(),
})
const eventsAnswer = z.object({
  events: z.array(z.object({ id: z.string().min(1).max(200), body: z.string().max(5_000_000) })).max(1000),
  more: z.boolean(),
})

/** The contract of docs/relay.md. */
const ask = async <T>(
  relay: RelayAccess,
  path: string,
  shape: z.ZodType<T>,
  asked: Omit<Asked, 'token'> = {},
): Promise<T> => {
  const answer = await request(`${relay.url}/v1/${path}`, { ...asked, token: relay.token })
    .then(answerOf)
    .catch(() => {
      throw failure('relay_unreachable', relay.url)
    })
  if (answer.status === 401 || answer.status === 403) throw failure('relay_token_refused', relay.url)
  if (answer.status >= 500 || answer.status === 429) throw failure('relay_unreachable', relay.url)
  const parsed = shape.safeParse(answer.json)
  if (answer.status !== 200 || !parsed.success) throw failure('relay_unreadable', relay.url)
  return parsed.data
}

export const relayClient: RelayPort = {
  status: async (relay) => {
    const { waiting, oldestAt } = await ask(relay, 'status', statusAnswer)
    return { waiting, oldestAt }
  },
  events: (relay) => ask(relay, 'events', eventsAnswer),
  acknowledge: async (relay, ids) => {
    await ask(relay, 'acknowledge', z.object({ removed: z.number() }), { method: 'POST', json: { ids } })
  },
}
