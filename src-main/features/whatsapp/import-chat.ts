import type { InputOf, OutputOf } from '@shared/contract/define'
import type { whatsapp } from '@shared/contract/whatsapp'
import { appError } from '@shared/kernel/app-error'
import type { WhatsappImportId } from '@shared/kernel/ids'
import { type Result, err } from '@shared/kernel/result'
import type { SignedInCaller } from '@main/platform/caller'
import { doOnce } from '@main/store/do-once'
import type { FeatureParts } from '../feature-parts'
import { readSetting } from '../settings/read-setting'
import { forgetUpload } from '../tickets/attach-files'
import { type ImportedPiece, type Writing, importPiece } from './import-piece'
import { withChat } from './read-chat'
import { seenMessages } from './seen-queries'
import { takeFiles } from './take-files'

type ImportChat = (typeof whatsapp)['importChat']

/** As many new tickets as one write may make before other desks notice that they wait; more is taken day by day. */
const MOST_PIECES = 1000

export const importChat = async (
  parts: FeatureParts,
  caller: SignedInCaller,
  input: InputOf<ImportChat>,
): Promise<Result<OutputOf<ImportChat>>> => {
  const { store, files } = parts.current
  const { key, name, pieces, ...file } = input
  const settings = await store.read(async (db) => ({
    office: await readSetting(db, 'office'),
    zone: (await readSetting(db, 'calendar')).zone,
  }))
  if (!settings.ok) return settings
  const decisions = new Map(pieces.map((decision) => [decision.at, decision]))
  return withChat(files, file, settings.value.office, async (whole, entries) => {
    const chat = { ...whole, pieces: whole.pieces.filter(({ at }) => decisions.get(at)?.skip !== true) }
    const digests = chat.pieces.flatMap(({ messages }) => messages.map(({ digest }) => digest))
    const known = await store.read((db) => seenMessages(db, digests))
    if (!known.ok) return known
    const news = chat.pieces.filter(({ messages }) => messages.some(({ digest }) => !known.value.has(digest)))
    if (news.length > MOST_PIECES)
      return err(appError('chat_too_long', { details: { count: news.length, most: MOST_PIECES } }))
    const names = news.flatMap(({ messages }) =>
      messages.flatMap((said) => (said.file === null || known.value.has(said.digest) ? [] : [said.file])),
    )
    const taken = await takeFiles(files, names, entries)
    if (!taken.ok) return taken
    const at = parts.clock.now()
    return store.write((db) =>
      doOnce(db, { userId: caller.user.id, at, key }, async () => {
        const { insertId } = await db
          .insertInto('whatsapp_imports')
          .values({ name, at, user_id: caller.user.id, user_name: caller.user.displayName })
          .executeTakeFirstOrThrow()
        const importId = Number(insertId) as WhatsappImportId
        const writing: Writing = {
          ...{ db, parts, caller, importId, chat, numbers: file.numbers },
          zone: settings.value.zone,
          taken: taken.value,
          // Asked again: another desk may have taken the same chat in the meantime.
          seen: await seenMessages(
            db,
            chat.messages.map(({ digest }) => digest),
          ),
          people: new Map(),
        }
        const reports: ImportedPiece[] = []
        for (const piece of chat.pieces)
          reports.push(await importPiece(writing, piece, decisions.get(piece.at) ?? { categoryId: null }))
        const isNews = reports.some(({ outcome }) => outcome !== 'seen')
        if (!isNews) await db.deleteFrom('whatsapp_imports').where('id', '=', importId).execute()
        await forgetUpload(db, file.sha256)
        return { importId: isNews ? importId : null, reports }
      }),
    )
  })
}
