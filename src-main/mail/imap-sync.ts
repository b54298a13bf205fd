import type { ImapFlow } from 'imapflow'
import { asInstant, type Instant } from '@shared/kernel/instant'

/** One message as it lies on the server. */
export interface FetchedMail {
  readonly uid: number
  readonly uidValidity: number
  /** When the server got it; null when it does not say. */
  readonly receivedAt: Instant | null
  /** Bytes on the server. */
  readonly size: number
  /** The whole message, or only its head when `problem` is set (empty when not even that could be had). */
  readonly raw: Uint8Array
  /** `too_large`: above the limit; `unreadable`: the server cannot hand it over. The mail stays on the server either way. */
  readonly problem: 'too_large' | 'unreadable' | null
}

export interface SyncPorts {
  /** UIDs of this folder above `after` that have an outcome already. */
  readonly knownUids: (uidValidity: number, after: number) => Promise<ReadonlySet<number>>
  /**
   * Takes a batch; resolving means that every mail of it is safe, and it will not be offered again in this session. The
   * next one is fetched and offered meanwhile, never a third.
   */
  readonly onMails: (batch: readonly FetchedMail[]) => Promise<void>
  readonly onProgress?: (progress: { readonly done: number; readonly total: number }) => void
}

export interface SyncOptions {
  /** Mails received by the server before this are left alone. */
  readonly since: Instant | null
  readonly maxMailBytes: number
  readonly stopping: () => boolean
  /** UIDs that were being fetched when a connection died, and how often; kept from one connection to the next. */
  readonly suspects: Map<number, number>
}

interface Listed {
  readonly uid: number
  readonly size: number
  readonly receivedAt: Instant | null
}

const LIST_CHUNK = 500
const BATCH_MAILS = 25
const BATCH_BYTES = 8 * 1024 * 1024
/** One is being written while the next one is fetched and parsed: both are in memory. */
const BATCHES_AT_ONCE = 2
/** A mail that took the connection down this often, alone, is not fetched whole any more. */
const MAX_DROPS = 3

/** When the server got a mail; null when it does not say, or says nonsense. */
export const instantOf = (date: Date | string | undefined): Instant | null => {
  const time = date === undefined ? Number.NaN : new Date(date).getTime()
  return Number.isNaN(time) ? null : asInstant(time)
}

/** UIDs on the server above `after`, ascending. */
const listUids = async (client: ImapFlow, after: number, since: Instant | null): Promise<number[]> => {
  const found = await client.search(
    {
      ...(after > 0 ? { uid: `${after + 1}:*` } : { all: true }),
      ...(since === null ? {} : { since: new Date(since) }),
    },
    { uid: true },
  )
  if (!Array.isArray(found)) throw new Error('the server did not answer the search')
  return found.filter((uid) => uid > after).sort((a, b) => a - b)
}

const listSizes = async (client: ImapFlow, uids: readonly number[]): Promise<Listed[]> => {
  const listed: Listed[] = []
  for await (const { uid, size, internalDate } of client.fetch(
    [...uids],
    { size: true, internalDate: true },
    { uid: true },
  )) {
    listed.push({ uid, size: size ?? 0, receivedAt: instantOf(internalDate) })
  }
  return listed.sort((a, b) => a.uid - b.uid)
}

const batches = (mails: readonly Listed[], { suspects }: SyncOptions): Listed[][] => {
  const found: Listed[][] = []
  let bytes = 0
  for (const mail of mails) {
    const last = found.at(-1)
    const alone = suspects.has(mail.uid) || (last?.length === 1 && suspects.has(last[0]?.uid ?? 0))
    if (last === undefined || alone || last.length >= BATCH_MAILS || bytes + mail.size > BATCH_BYTES) {
      found.push([mail])
      bytes = mail.size
    } else {
      last.push(mail)
      bytes += mail.size
    }
  }
  return found
}

const fetchRaw = async (client: ImapFlow, uids: readonly number[], part: 'source' | 'headers') => {
  const found = new Map<number, Uint8Array>()
  for await (const message of client.fetch([...uids], { [part]: true }, { uid: true })) {
    const bytes = message[part]
    if (bytes !== undefined) found.set(message.uid, bytes)
  }
  return found
}

/** Only the head of a mail that cannot be taken whole. */
const fetchHead = async (
  client: ImapFlow,
  mail: Listed,
  uidValidity: number,
  problem: 'too_large' | 'unreadable',
): Promise<FetchedMail> => {
  const heads = await fetchRaw(client, [mail.uid], 'headers').catch((error: unknown) => {
    if (!client.usable) throw error
    return new Map<number, Uint8Array>()
  })
  return { ...mail, uidValidity, raw: heads.get(mail.uid) ?? new Uint8Array(), problem }
}

const fetchBatch = async (client: ImapFlow, batch: readonly Listed[], uidValidity: number, options: SyncOptions) => {
  const whole = ({ uid, size }: Listed) => size <= options.maxMailBytes && (options.suspects.get(uid) ?? 0) < MAX_DROPS
  const wanted = batch.filter(whole).map(({ uid }) => uid)
  let bodies = new Map<number, Uint8Array>()
  const refused = new Set<number>()
  try {
    if (wanted.length > 0) bodies = await fetchRaw(client, wanted, 'source')
  } catch (error) {
    if (!client.usable) {
      for (const uid of wanted) options.suspects.set(uid, (options.suspects.get(uid) ?? 0) + 1)
      throw error
    }
    // The server refused the command: one by one, to find the mail that it cannot read.
    for (const uid of wanted) {
      try {
        for (const [key, bytes] of await fetchRaw(client, [uid], 'source')) bodies.set(key, bytes)
      } catch (alone) {
        if (!client.usable) throw alone
        refused.add(uid)
      }
    }
  }
  const mails: FetchedMail[] = []
  for (const mail of batch) {
    const raw = bodies.get(mail.uid)
    // A cut literal would be a mail that lost its end: take it only whole.
    if (raw !== undefined) mails.push({ ...mail, uidValidity, raw, problem: null })
    else if (mail.size > options.maxMailBytes) mails.push(await fetchHead(client, mail, uidValidity, 'too_large'))
    else if (refused.has(mail.uid) || !whole(mail)) mails.push(await fetchHead(client, mail, uidValidity, 'unreadable'))
    // Otherwise someone removed it between listing and fetching.
  }
  return mails
}

/**
 * Brings in every mail of the selected folder that has no outcome yet, oldest first, in batches that the caller
 * acknowledges one by one. Returns the highest UID that was seen. Throws when the connection is lost.
 */
export const syncFolder = async (
  client: ImapFlow,
  after: number,
  ports: SyncPorts,
  options: SyncOptions,
): Promise<number> => {
  if (client.mailbox === false) throw new Error('no folder is selected')
  const uidValidity = Number(client.mailbox.uidValidity)
  const present = await listUids(client, after, options.since)
  if (present.length === 0) return after
  const known = await ports.knownUids(uidValidity, after)
  const fresh = present.filter((uid) => !known.has(uid))
  let done = 0
  const take = async (batch: readonly Listed[], mails: readonly FetchedMail[]): Promise<void> => {
    if (mails.length > 0) await ports.onMails(mails)
    for (const { uid } of batch) options.suspects.delete(uid)
    done += batch.length
    ports.onProgress?.({ done, total: fresh.length })
  }
  const taking: Promise<void>[] = []
  try {
    for (let from = 0; from < fresh.length; from += LIST_CHUNK) {
      const listed = await listSizes(client, fresh.slice(from, from + LIST_CHUNK))
      for (const batch of batches(listed, options)) {
        if (options.stopping()) return after
        const mails = await fetchBatch(client, batch, uidValidity, options)
        const taken = take(batch, mails)
        // Looked at below, in its turn: until then its failure is nobody's surprise.
        taken.catch(() => undefined)
        taking.push(taken)
        if (taking.length >= BATCHES_AT_ONCE) await taking.shift()
      }
    }
    await Promise.all(taking)
  } finally {
    // Whatever happened: nothing is under way any more when this ends.
    await Promise.allSettled(taking)
  }
  return present.at(-1) ?? after
}
