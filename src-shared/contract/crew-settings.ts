import { z } from 'zod'

/** An http(s) address without a name, a password, a question or a mark in it: what is asked is put behind it. */
const isServer = (text: string): boolean => {
  if (!URL.canParse(text)) return false
  const { protocol, username, password, search, hash } = new URL(text)
  return /^https?:$/.test(protocol) && [username, password, search, hash].every((part) => part === '')
}

/** A server of OSRM that knows the ways between the stops of a day. */
export const roadServer = z.object({
  url: z.string().trim().max(300).refine(isServer),
  /** As the server's operator calls it; `osrm-routed` itself takes whatever stands here. */
  profile: z
    .string()
    .trim()
    .regex(/^[\w-]{1,40}$/),
  /** It stands on this machine or in the office's network: anywhere else only addresses of the internet are called. */
  inOffice: z.boolean(),
})
export type RoadServer = z.output<typeof roadServer>

export const crewSettings = z.object({
  /** Where the crews set out and come back to; null: a round begins at its first stop. */
  depot: z.object({ lat: z.number().min(-90).max(90), lon: z.number().min(-180).max(180) }).nullable(),
  /** How much longer the road is than the straight line. */
  roadFactor: z.number().min(1).max(3),
  /** Kilometres an hour on the town's roads. */
  speed: z.number().min(5).max(90),
  /** Null: straight lines. */
  roads: roadServer.nullable().default(null),
})
export type CrewSettings = z.output<typeof crewSettings>
