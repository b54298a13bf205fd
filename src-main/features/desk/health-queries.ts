import type { OutputOf } from '@shared/contract/define'
import type { desk } from '@shared/contract/desk'
import type { MailboxId } from '@shared/kernel/ids'
import { asInstant } from '@shared/kernel/instant'
import type { ReadDb } from '@main/store/handles'
import { leaseHolder } from '@main/store/leases'
import { readCopyNotes } from '../copies/copy-notes-queries'
import { sharedHere } from './shared-here-queries'
import { lateMails } from '../reckoning/reckoning-queries'
import { failingPlatforms } from '../platforms/platform-health-queries'
import { siteHealthOf } from '../site/site-health-queries'
import { lineHealthOf } from '../whatsapp-line/line-health-queries'
import type { DeskParts } from './desk-parts'

type Health = OutputOf<(typeof desk)['health']>

const LEAVING = ['held', 'queued', 'sending']

/** The bottom line in one read. */
export const healthOf = async (db: ReadDb, parts: DeskParts): Promise<Health> => {
  const { n: desks } = await db
    .selectFrom('desks')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow()
  const { lastCopyAt, lastFailure } = await readCopyNotes(db)
  const kept = await db.selectFrom('mailboxes').select(['id', 'name', 'active']).where('removed', '=', 0).execute()
  const boxes = kept.filter(({ active }) => active === 1)
  const known = new Map(parts.mailHealth().map((health) => [health.id, health]))
  const states = await db
    .selectFrom('outbox')
    .select((eb) => ['state', 'automatic', eb.fn.countAll<number>().as('n')])
    .where('state', 'in', [...LEAVING, 'failed', 'uncertain'])
    .groupBy(['state', 'automatic'])
    .execute()
  const count = (names: readonly string[], automatic: readonly number[]): number =>
    states
      .filter((row) => names.includes(row.state) && automatic.includes(row.automatic))
      .reduce((sum, { n }) => sum + n, 0)
  const quarantine = await db
    .selectFrom('quarantine')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('state', '=', 'open')
    .executeTakeFirstOrThrow()
  const rows = await db.selectFrom('desks').select('mailboxes').execute()
  const could = rows.flatMap(({ mailboxes: ids }) => JSON.parse(ids) as number[])
  const rowsLeft = await db
    .selectFrom('mail_tidying')
    .select((eb) => ['mailbox_id', eb.fn.countAll<number>().as('n'), eb.fn.max('error_code').as('error_code')])
    .where('state', '<>', 'done')
    .groupBy('mailbox_id')
    .execute()
  const untidy = new Map(rowsLeft.map((row) => [row.mailbox_id, row]))
  const mailboxes: Health['mailboxes'] = []
  for (const box of boxes) {
    const health = known.get(box.id)
    const holder = (await leaseHolder(db, `mailbox:${box.id}`)) as Holder
    mailboxes.push({
      id: box.id as MailboxId,
      name: box.name,
      state: stateOf(health?.state ?? 'off', holder, could.includes(box.id)),
      checkedAt: health?.checkedAt == null ? null : asInstant(health.checkedAt),
      errorCode: health?.errorCode ?? null,
      progress: health?.progress ?? null,
      tidying: { waiting: untidy.get(box.id)?.n ?? 0, errorCode: untidy.get(box.id)?.error_code ?? null },
      holder,
    })
  }
  return {
    desks: Math.max(1, desks) + parts.servedDesks(),
    lastCopyAt,
    copyFailure: lastFailure?.code ?? null,
    clockOff: await worstClock(db, parts.clocks),
    sharedHere: await sharedHere(db, parts.current.store.facts),
    lockWaitP99Ms: Math.round(parts.current.store.lockWaits.percentile(0.99)),
    mailboxes,
    mailOff: kept.length > 0 && boxes.length === 0,
    outbox: {
      waiting: count(LEAVING, [0, 1]),
      failed: count(['failed'], [0]),
      uncertain: count(['uncertain'], [0]),
      automatic: count(['failed', 'uncertain'], [1]),
    },
    quarantine: quarantine.n,
    site: await siteHealthOf(db, parts.clock.now()),
    platforms: await failingPlatforms(db),
    whatsapp: await lineHealthOf(db),
    mailMissing: await lateMails(db, parts.clock.now()),
  }
}

const worstClock = async (db: ReadDb, clocks: DeskParts['clocks']): Promise<Health['clockOff']> => {
  const [worst] = [...clocks].toSorted(([, a], [, b]) => Math.abs(b) - Math.abs(a))
  if (worst === undefined) return null
  const row = await db.selectFrom('desks').select('host').where('id', '=', worst[0]).executeTakeFirst()
  return row ? { host: row.host, seconds: worst[1] } : null
}

type State = Health['mailboxes'][number]['state']
type Holder = Health['mailboxes'][number]['holder']

/** A missing password here is nobody's worry while another desk reads; when no desk has it, somebody must be told. */
const stateOf = (own: State, holder: Holder, somebodyCould: boolean): State => {
  if (own !== 'no_secret') return own
  if (holder !== null) return 'other_desk'
  return somebodyCould ? 'other_desk' : 'nobody'
}
