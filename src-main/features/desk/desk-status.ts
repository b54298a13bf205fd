import { hostname } from 'node:os'
import { basename } from 'node:path'
import type { OutputOf } from '@shared/contract/define'
import type { desk, readOnlyReason } from '@shared/contract/desk'
import type { z } from 'zod'
import type { Caller } from '@main/platform/caller'
import { readSetting } from '../settings/read-setting'
import { plainDetails } from '@shared/kernel/app-error'
import { readMovedNote } from '@main/store/moved/moved-note'
import type { DeskParts } from './desk-parts'

export type DeskStatus = OutputOf<(typeof desk)['status']>

/** What whoever asks may know: a desk that is served learns whose store this is, not where it lies. */
export const deskStatus = async (parts: DeskParts, { served }: Pick<Caller, 'served'>): Promise<DeskStatus> => {
  const opened = parts.current.opened
  const failed = parts.notOpened.current
  const mayChooseStore = parts.config.mayChooseStore && served === undefined
  const base = {
    version: parts.config.version,
    host: parts.config.host,
    mayChooseStore,
    servedBy: served === undefined ? null : hostname(),
    notOpened:
      failed === null
        ? null
        : { name: basename(failed.path), code: failed.error.code, details: plainDetails(failed.error) },
  }
  if (opened === null) return { ...base, store: null }
  const { facts } = opened.store
  const read = await opened.store.read(async (db) => ({
    town: (await readSetting(db, 'office')).town,
    demo: (await db.selectFrom('meta').select('value').where('key', '=', 'demo').executeTakeFirst())?.value === '1',
  }))
  const moved = facts.readOnly === 'store_moved' && served === undefined ? readMovedNote(facts.path) : null
  const { town, demo } = read.ok ? read.value : { town: '', demo: false }
  return {
    ...base,
    store: {
      name: basename(facts.path),
      path: mayChooseStore ? facts.path : '',
      readOnly: facts.readOnly as z.output<typeof readOnlyReason>,
      readOnlyDetails: { ...facts.readOnlyDetails },
      ailment: opened.store.ailment,
      movedTo: moved === null ? null : { unfinished: moved.state === 'moving', to: moved.to },
      mode: facts.mode,
      network: facts.place.network,
      synced: facts.place.synced,
      demo,
      town,
    },
  }
}
