import { day } from '@shared/kernel/instant'
import type { SessionUser } from '@shared/contract/accounts'
import type { SheetParts } from '../features/day-sheet/make-sheet'
import type { ProxyAnswer } from './proxy-answer'

const PATH = /^day-sheet\/(\d{1,15})\/(\d{4}-\d{2}-\d{2})\.pdf$/

const refused = (status: number): ProxyAnswer => ({ status, headers: {}, body: new Uint8Array() })

/**
 * A crew's paper for a day: `day-sheet/<crew>/<day>.pdf?lang=it&photos=0`. Made anew at every asking, since the plan
 * moves until the van leaves. Null for another path; 403 for who may not see the board, 404 for an unknown crew.
 */
export const answerDaySheet = async (
  request: { readonly path: string; readonly query: URLSearchParams },
  user: SessionUser,
  parts: SheetParts,
): Promise<ProxyAnswer | null> => {
  const match = PATH.exec(request.path)
  if (!match) return null
  const asked = day.safeParse(match[2])
  if (!user.permissions.includes('crews.read')) return refused(403)
  if (!asked.success) return refused(404)
  const crewId = Number(match[1])
  // Fonts and PDF are much to load for what many a desk never asks for: not at the engine's start.
  const { makeSheet } = await import('../features/day-sheet/make-sheet')
  const withPeople = user.permissions.includes('contacts.read')
  const made = await makeSheet(parts, {
    crewId,
    day: asked.data,
    language: request.query.get('lang') === 'en' ? 'en' : 'it',
    withPeople,
    withPhotos: request.query.get('photos') !== '0',
  })
  if (!made.ok) return refused(404)
  // Names and numbers leave the desk on paper.
  parts.current.opened?.store.trail.look({
    kind: 'look',
    name: 'crews.sheet',
    actor: { id: user.id, name: user.username },
    entity: 'crews',
    object: crewId,
    outcome: 'ok',
  })
  return {
    status: 200,
    headers: {
      'content-type': 'application/pdf',
      'content-disposition': `inline; filename*=UTF-8''${encodeURIComponent(made.value.name)}`,
      'cache-control': 'no-store',
    },
    body: made.value.pdf,
  }
}
