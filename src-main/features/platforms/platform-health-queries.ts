import type { ReadDb } from '@main/store/handles'

/** Platforms whose last reading or telling failed, for the bottom line. */
export const failingPlatforms = (db: ReadDb): Promise<{ name: string; failure: string | null }[]> =>
  db
    .selectFrom('platforms')
    .select(['name', 'failure'])
    .where('removed', '=', 0)
    .where('active', '=', 1)
    .where('failure', 'is not', null)
    .orderBy('id')
    .execute()
