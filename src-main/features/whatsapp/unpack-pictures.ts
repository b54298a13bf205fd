import type { InputOf, OutputOf } from '@shared/contract/define'
import { whatsapp } from '@shared/contract/whatsapp'
import { type Result, ok } from '@shared/kernel/result'
import type { FeatureParts } from '../feature-parts'
import { readSetting } from '../settings/read-setting'
import { rememberBlob } from '../tickets/attach-files'
import { withChat } from './read-chat'
import { takeFiles } from './take-files'

type Pictures = (typeof whatsapp)['pictures']

/** What a person looks at before they decide; like any upload that ends on no ticket, the sweep takes it in a week. */
export const unpackPictures = async (
  parts: FeatureParts,
  { sha256, names }: InputOf<Pictures>,
): Promise<Result<OutputOf<Pictures>>> => {
  const { store, files } = parts.current
  const office = await store.read((db) => readSetting(db, 'office'))
  if (!office.ok) return office
  return withChat(files, whatsapp.preview.input.parse({ sha256 }), office.value, async (_chat, entries) => {
    const taken = await takeFiles(files, names, entries)
    if (!taken.ok) return taken
    const pictures = [...taken.value.values()]
    const at = parts.clock.now()
    const written = await store.write(async (db) => {
      for (const file of pictures) await rememberBlob(db, { ...file, at })
    })
    if (!written.ok) return written
    return ok({ pictures: [...taken.value].map(([name, file]) => ({ name, sha256: file.sha256, type: file.type })) })
  })
}
