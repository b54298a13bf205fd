import type { FeatureHandlers } from '@shared/contract/define'
import type { views } from '@shared/contract/views'
import { refuse } from '@shared/kernel/app-error'
import { type Caller, signedIn } from '@main/platform/caller'
import type { FeatureParts } from '../feature-parts'
import { saveView, savedViewsOf } from './view-queries'

export const viewHandlers = (parts: FeatureParts): FeatureHandlers<typeof views, Caller> => ({
  list: (caller) =>
    parts.current.store.read(async (db) => ({ views: await savedViewsOf(db, signedIn(caller).user.id) })),
  save: (caller, input) =>
    parts.current.store.write(async (db) => ({ id: await saveView(db, signedIn(caller).user.id, input) })),
  remove: (caller, { id }) =>
    parts.current.store.write(async (db) => {
      const { numDeletedRows } = await db
        .deleteFrom('saved_views')
        .where('id', '=', id)
        .where('owner_id', '=', signedIn(caller).user.id)
        .executeTakeFirst()
      if (numDeletedRows === 0n) refuse('not_found')
      return {}
    }),
})
