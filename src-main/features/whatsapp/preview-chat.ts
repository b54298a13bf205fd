import type { OutputOf } from '@shared/contract/define'
import type { ChatFile, whatsapp } from '@shared/contract/whatsapp'
import { type Result, ok } from '@shared/kernel/result'
import type { FeatureParts } from '../feature-parts'
import { readSetting } from '../settings/read-setting'
import { withChat } from './read-chat'
import { seenMessages } from './seen-queries'

type Preview = OutputOf<(typeof whatsapp)['preview']>

const SHOWN = 2000

export const previewChat = async (parts: FeatureParts, input: ChatFile): Promise<Result<Preview>> => {
  const { store, files } = parts.current
  const office = await store.read((db) => readSetting(db, 'office'))
  if (!office.ok) return office
  return withChat(files, input, office.value, async (chat) => {
    const shown = chat.messages.slice(-SHOWN)
    const seen = await store.read((db) =>
      seenMessages(
        db,
        shown.map(({ digest }) => digest),
      ),
    )
    if (!seen.ok) return seen
    const authors = Map.groupBy(chat.messages, ({ author }) => author)
    return ok({
      authors: [...authors].map(([name, said]) => ({ name, messages: said.length, own: said[0]?.own === true })),
      messages: shown.map(({ digest, point, edited: _edited, ...message }) => ({
        ...message,
        hasPoint: point !== null,
        seen: seen.value.has(digest),
      })),
      total: chat.messages.length,
      reports: chat.reports,
      system: chat.system,
    })
  })
}
