import type { InputOf, OutputOf } from '@shared/contract/define'
import type { site } from '@shared/contract/site'
import { appError } from '@shared/kernel/app-error'
import { asInstant, instantOrNull } from '@shared/kernel/instant'
import { type Result, err, ok } from '@shared/kernel/result'
import { pagePath, siteRoot } from '@shared/site/page-address'
import { SitePlaceError } from '@main/platform/site-place'
import { readSetting } from '../settings/read-setting'
import { SECRET_KEY, hasSiteSecret, openPlace } from './open-place'
import { publishSite } from './publish-site'
import type { SiteParts } from './site-ports'
import { markEverything, siteState, targetKey } from './site-state'

type Status = OutputOf<(typeof site)['status']>
const LEASE = 'site'

export const siteStatus = async (parts: SiteParts): Promise<Result<Status>> => {
  const hasSecret = await hasSiteSecret(parts)
  return parts.current.store.read(async (db): Promise<Status> => {
    const state = await siteState(db)
    const { target, publicUrl } = await readSetting(db, 'site')
    const { pages } = await db
      .selectFrom('site_pages')
      .select(({ fn }) => fn.countAll<number>().as('pages'))
      .where('ticket_id', 'is not', null)
      .executeTakeFirstOrThrow()
    const { pending } = await db
      .selectFrom('site_dirty')
      .select(({ fn }) => fn.countAll<number>().as('pending'))
      .executeTakeFirstOrThrow()
    const shown = await db
      .selectFrom('site_pages')
      .innerJoin('tickets', 'tickets.id', 'site_pages.ticket_id')
      .select('tickets.tracking_code')
      .where('site_pages.digest', '<>', '')
      .where('site_pages.ticket_id', 'is not', null)
      .orderBy('site_pages.ticket_id', 'desc')
      .limit(1)
      .executeTakeFirst()
    const root = siteRoot(publicUrl)
    return {
      isOn: target.kind !== 'none',
      pages,
      pending,
      lastAt: instantOrNull(state.last_at),
      failure:
        state.failure === null || state.target !== targetKey(target)
          ? null
          : {
              code: state.failure as NonNullable<Status['failure']>['code'],
              details: JSON.parse(state.failure_details) as Record<string, string>,
            },
      nextAttemptAt: state.next_attempt_at === 0 ? null : asInstant(state.next_attempt_at),
      hostKey: state.target === targetKey(target) ? state.host_key : '',
      hasSecret,
      example: shown === undefined || root === '' ? '' : `${root}/${pagePath(shown.tracking_code)}`,
    }
  })
}

export const setSiteSecret = async (
  parts: SiteParts,
  { secret }: InputOf<(typeof site)['setSecret']>,
): Promise<Result<Record<string, never>>> => {
  const kept = await parts.secrets.set(SECRET_KEY, JSON.stringify(secret))
  if (!kept.ok) return kept
  return tryAgain(parts)
}

/** What failed may do well now: nobody waits for the pause to end. */
const tryAgain = (parts: SiteParts): Promise<Result<Record<string, never>>> =>
  parts.current.store.write(async (db) => {
    await db.updateTable('site_state').set({ next_attempt_at: 0 }).execute()
    return {}
  })

export const forgetHostKey = (parts: SiteParts): Promise<Result<Record<string, never>>> =>
  parts.current.store.write(async (db) => {
    await db.updateTable('site_state').set({ host_key: '', next_attempt_at: 0 }).execute()
    return {}
  })

export const testSite = async (
  parts: SiteParts,
  { target }: InputOf<(typeof site)['test']>,
): Promise<Result<{ hostKey: string | null }>> => {
  const read = await parts.current.store.read(siteState)
  if (!read.ok) return read
  try {
    // A server that was never used shows a key that nothing is compared with yet.
    const known = read.value.target === targetKey(target) ? read.value.host_key : ''
    const { place, hostKey } = await openPlace(parts, target, known)
    try {
      await place.write('s/prova.txt', Buffer.from('prova\n'))
      await place.remove('s/prova.txt')
    } finally {
      await place.close()
    }
    return ok({ hostKey })
  } catch (error) {
    if (error instanceof SitePlaceError) return err(error.error)
    throw error
  }
}

export const publishAll = (parts: SiteParts): Promise<Result<Record<string, never>>> =>
  parts.current.store.write(async (db) => {
    await markEverything(db, parts.clock.now())
    return {}
  })

/** At a person's word, or from the command line: now, unless another desk is at it. */
export const publishNow = async (parts: SiteParts): Promise<Result<{ written: number; removed: number }>> => {
  const turn = await parts.current.leases.during(LEASE, (lease) => publishSite(parts, { lease }))
  if (turn.state === 'done') return turn.value
  return err(turn.state === 'unknown' ? turn.error : appError('site_other_desk'))
}
