import type { SessionUser } from '@shared/contract/accounts'
import type { MessageId } from '@shared/kernel/ids'
import { remoteAddress, remotePictures } from '@shared/mail/remote-pictures'
import type { CurrentStore } from '@main/store/current-store'
import { htmlOf } from '../features/messages/message-queries'
import { fetchPublicPicture } from './fetch-public'
import type { ProxyAnswer } from './proxy-answer'

const PATH = /^mail-picture\/(\d{1,15})$/

const refused = (status: number): ProxyAnswer => ({ status, headers: {}, body: new Uint8Array() })

/**
 * A picture that a mail shows from elsewhere, when a person asks for it: `mail-picture/<message>?u=<address>`. Only
 * addresses that stand in that very mail are fetched. It tells the mail's sender that somebody reads it, so whoever may
 * only look at tickets may not ask. Null for another path; statuses as of `fetchPublicPicture`.
 */
export const answerMailPicture = async (
  request: { readonly path: string; readonly query: URLSearchParams },
  user: SessionUser,
  current: CurrentStore,
): Promise<ProxyAnswer | null> => {
  const match = PATH.exec(request.path)
  if (!match) return null
  if (!user.permissions.includes('tickets.edit')) return refused(403)
  const address = remoteAddress(request.query.get('u') ?? '')
  if (address === null || !URL.canParse(address)) return refused(403)
  const found = await current.store.read((db) => htmlOf(db, Number(match[1]) as MessageId))
  if (!found.ok) return refused(404)
  const html = await current.files.read(found.value.sha256)
  if (!remotePictures(html.toString('utf8')).has(address)) return refused(403)
  const picture = await fetchPublicPicture(new URL(address))
  if (typeof picture === 'number') return refused(picture)
  return {
    status: 200,
    headers: { 'content-type': picture.type, 'cache-control': 'private, max-age=86400' },
    body: picture.body,
  }
}
