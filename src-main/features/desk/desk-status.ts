import { basename } from 'node:path'
import type { OutputOf } from '@shared/contract/define'
import type { desk, readOnlyReason } from '@shared/contract/desk'
import type { z } from 'zod'
import { readSetting } from '../settings/read-setting'
import { plainDetails } from '@shared/kernel/app-error'
import type { DeskParts } from './desk-parts'

export type DeskStatus = OutputOf<(typeof desk)['status']>

export const deskStatus = async (parts: DeskParts): Promise<DeskStatus> => {
  const opened = parts.current.opened
  const failed = parts.notOpened.current
  const base = {
    version: parts.config.version,
    host: parts.config.host,
    mayChooseStore: parts.config.mayChooseStore,
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
  const { town, demo } = read.ok ? read.value : { town: '', demo: false }
  return {
    ...base,
    store: {
      name: basename(facts.path),
      path: parts.config.mayChooseStore ? facts.path : '',
      readOnly: facts.readOnly as z.output<typeof readOnlyReason>,
      readOnlyDetails: { ...facts.readOnlyDetails },
      mode: facts.mode,
      network: facts.place.network,
      synced: facts.place.synced,
      demo,
      town,
    },
  }
}
