import { z } from 'zod'
import { ERROR_CODES } from '@shared/kernel/app-error'
import { categoryId, platformId } from '@shared/kernel/ids'
import { instant } from '@shared/kernel/instant'
import { command, query } from './define'

const url = z
  .string()
  .trim()
  .max(500)
  .pipe(z.url({ protocol: /^https?$/ }))

export const platformFields = z.object({
  name: z.string().trim().min(1).max(120),
  /** Of the GeoReport resources: `…/open311/v2`. */
  url,
  jurisdiction: z.string().trim().max(200),
  active: z.boolean(),
  /** Whether states and official answers are told there. */
  push: z.boolean(),
})
export type PlatformFields = z.output<typeof platformFields>

const outcome = z.object({ code: z.enum(ERROR_CODES), details: z.record(z.string(), z.string()) })

export const platformCard = platformFields.extend({
  id: platformId,
  /** Whether this desk has the key. */
  hasKey: z.boolean(),
  /** Whether the server takes updates; without, it is only read. */
  hasUpdates: z.boolean(),
  checkedAt: instant.nullable(),
  failure: outcome.nullable(),
  /** Reports that came from there. */
  requests: z.number().int(),
  /** Updates that wait to be told. */
  waiting: z.number().int(),
  /** Updates that the server refused. */
  refused: z.number().int(),
})
export type PlatformCard = z.output<typeof platformCard>

/** Online platforms that speak Open311 GeoReport v2. */
export const platforms = {
  list: query(z.object({}), z.object({ platforms: z.array(platformCard) }), { needs: 'settings.read' }),
  create: command(platformFields, z.object({ id: platformId }), { needs: 'settings.manage' }),
  edit: command(
    z.object({ id: platformId, base: platformFields.partial(), changes: platformFields.partial() }),
    z.object({}),
    { needs: 'settings.manage' },
  ),
  /** What came from there stays; nothing more is read or told. */
  remove: command(z.object({ id: platformId }), z.object({}), { needs: 'settings.manage' }),
  /** Kept by this desk alone; empty takes it away. */
  setKey: command(z.object({ id: platformId, key: z.string().trim().max(1000) }), z.object({}), {
    needs: 'settings.manage',
    onlyHere: true,
  }),
  /** Asks a server what it is, before anything is saved. */
  test: command(
    platformFields.pick({ url: true, jurisdiction: true }),
    z.object({ services: z.number().int(), hasUpdates: z.boolean() }),
    { needs: 'settings.manage', onlyHere: true },
  ),
  services: query(
    z.object({ id: platformId }),
    z.object({
      services: z.array(
        z.object({ code: z.string(), name: z.string(), group: z.string(), categoryId: categoryId.nullable() }),
      ),
    }),
    { needs: 'settings.read' },
  ),
  mapService: command(
    z.object({ id: platformId, code: z.string().max(200), categoryId: categoryId.nullable() }),
    z.object({}),
    { needs: 'settings.manage' },
  ),
  /** Reads and tells now, from this desk. */
  checkNow: command(
    z.object({ id: platformId }),
    z.object({ opened: z.number().int(), updated: z.number().int(), told: z.number().int() }),
    { needs: 'settings.manage', onlyHere: true },
  ),
  /** What the server refused is tried once more. */
  tellAgain: command(z.object({ id: platformId }), z.object({}), { needs: 'settings.manage' }),
}
