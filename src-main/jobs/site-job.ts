import { hasSite, isSitePublishable } from '@main/features/site/is-publishable'
import { publishSite } from '@main/features/site/publish-site'
import type { SiteParts } from '@main/features/site/site-ports'
import { markEverything } from '@main/features/site/site-state'
import type { Part } from '@main/platform/part'
import { asSystem } from '@main/store/audit/acting'
import { rounds } from './rounds'

/** A page is up to date some seconds after a change; changes that belong together are published together. */
const TICK_MS = 4000
/** Their words stand on every page. */
const ON_EVERY_PAGE: ReadonlySet<string> = new Set(['categories', 'districts', 'bodies', 'settings', 'areas'])

/** Keeps the public site up to date, one desk at a time. */
export const siteJob = (parts: SiteParts): Part => {
  let haveWordsChanged = false
  return rounds(parts, {
    name: 'site',
    everyMs: TICK_MS,
    holdsWork: hasSite,
    listen: ({ store }) =>
      store.feed.listen((changes) => {
        if (changes.some(({ entity }) => ON_EVERY_PAGE.has(entity))) haveWordsChanged = true
      }),
    round: async (isStopped) => {
      const { current, clock, logger } = parts
      const { leases, store } = current
      if (!(await isSitePublishable(parts, haveWordsChanged))) return
      const wordsChanged = haveWordsChanged
      haveWordsChanged = false
      const turn = await leases.during('site', async (lease) => {
        if (wordsChanged)
          await asSystem('site.words', () => store.write((db) => markEverything(db, clock.now(), 'what changed')))
        const done = await asSystem('site.publish', () => publishSite(parts, { lease, isStopped }))
        if (!done.ok) logger.warn('the site was not published', { code: done.error.code })
      })
      // Another desk that publishes has heard of the same change; a store that does not answer has not.
      if (turn.state === 'unknown' && wordsChanged) haveWordsChanged = true
    },
  })
}
