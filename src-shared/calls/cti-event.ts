import { z } from 'zod'

/** What a switchboard tells of one call, in the words of Zammad's generic interface for telephone systems. */
export const CTI_EVENTS = ['newCall', 'answer', 'hangup'] as const

const said = (most: number) =>
  z
    .union([z.string(), z.number()])
    .transform((value) => String(value).trim())
    .pipe(z.string().max(most))
const word = said(120)

export const ctiEvent = z.object({
  event: z.enum(CTI_EVENTS),
  /** The switchboard's own name of the call. */
  callId: said(200).pipe(z.string().min(1)),
  from: word.default(''),
  to: word.default(''),
  direction: z.enum(['in', 'out']).default('in'),
  /** Who answered, or whose telephone rings: several where a group does. */
  user: z
    .union([word, z.array(word).max(50)])
    .transform((value) => (typeof value === 'string' ? value : value.join(', ').slice(0, 120)))
    .default(''),
  /** The group that the call waits in. */
  queue: word.default(''),
  answeringNumber: word.default(''),
  cause: word.default(''),
})
export type CtiEvent = z.output<typeof ctiEvent>

/** Null when it is not one of theirs: the fields as a form or as JSON says them; what is null there was not said. */
export const readCtiEvent = (fields: Readonly<Record<string, unknown>>): CtiEvent | null => {
  const told = Object.entries(fields).filter(([, value]) => value !== null && value !== undefined)
  // A form says `user[]` where several may ring.
  const parsed = ctiEvent.safeParse(Object.fromEntries(told.map(([name, value]) => [name.replace(/\[\]$/, ''), value])))
  return parsed.success ? parsed.data : null
}
