import type { SiteTarget } from '@shared/contract/settings'
import { appError } from '@shared/kernel/app-error'
import { z } from 'zod'
import { type SftpSecret, type SitePlace, SitePlaceError } from '@main/platform/site-place'
import type { SiteParts } from './site-ports'

export const SECRET_KEY = 'site:sftp'

const stored = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('password'), password: z.string() }),
  z.object({ kind: z.literal('key'), key: z.string(), passphrase: z.string() }),
])

/** This desk's password or key for the server; null when it has none. */
export const siteSecret = async (parts: Pick<SiteParts, 'secrets'>): Promise<SftpSecret | null> => {
  const kept = await parts.secrets.get(SECRET_KEY)
  if (!kept.ok) throw new SitePlaceError(kept.error)
  if (kept.value === null) return null
  const parsed = stored.safeParse(JSON.parse(kept.value))
  return parsed.success ? parsed.data : null
}

/** Whether this desk can reach the server; a keychain that does not open has nothing for it. */
export const hasSiteSecret = async (parts: Pick<SiteParts, 'secrets'>): Promise<boolean> => {
  const kept = await parts.secrets.get(SECRET_KEY)
  return kept.ok && kept.value !== null
}

export interface OpenPlace {
  readonly place: SitePlace
  /** As the server showed it; null for a folder. */
  readonly hostKey: string | null
}

/** Opens what the settings name. Throws a `SitePlaceError` with what keeps it shut. */
export const openPlace = async (parts: SiteParts, target: SiteTarget, hostKey: string): Promise<OpenPlace> => {
  if (target.kind === 'none') throw new SitePlaceError(appError('not_found', { field: 'target' }))
  if (target.kind === 'folder') return { place: await parts.places.folder(target.path), hostKey: null }
  const secret = await siteSecret(parts)
  if (secret === null) throw new SitePlaceError(appError('site_secret_missing', { details: { host: target.host } }))
  const { kind: _kind, ...server } = target
  const place = await parts.places.sftp({ ...server, secret, hostKey })
  return { place, hostKey: place.hostKey }
}
