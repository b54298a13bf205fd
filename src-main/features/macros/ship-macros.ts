import type { AnswerId } from '@shared/kernel/ids'
import type { WriteDb } from '@main/store/handles'
import { defaults } from '../settings/defaults'
import { insertMacro } from './save-macro'

/** Adds the macros that ship and whose name is not there yet, as far as their answer is; answers how many. Inside a write. */
export const shipMacros = async (db: WriteDb): Promise<number> => {
  const known = new Set((await db.selectFrom('macros').select('name').execute()).map(({ name }) => name))
  const answers = await db.selectFrom('answers').select(['id', 'name']).execute()
  let added = 0
  for (const { actions, answer, ...shipped } of defaults.macros) {
    const ready = answer === null ? null : answers.find(({ name }) => name === answer.name)
    if (known.has(shipped.name) || ready === undefined) continue
    await insertMacro(db, {
      ...shipped,
      categoryIds: [],
      actions: {
        ...actions,
        answer:
          ready === null || answer === null
            ? null
            : { answerId: ready.id as AnswerId, official: answer.official, send: answer.send },
      },
      active: true,
    })
    added += 1
  }
  return added
}
