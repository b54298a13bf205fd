import type { Store } from '../store'
import type { ShareStore } from './share-member'
import type { ProverAnswer } from './prover-line'

const FAILED: ProverAnswer = { outcome: 'failed', code: 'store', word: '' }

/** The last step of a handshake, in the store itself; `store` is null until it is open. */
export const shareStore = (store: () => Store | null, witness: string): ShareStore => ({
  mark: async (machine, host, word) => {
    const written = await store()?.write(async (db) => {
      const row = { machine, host, word, witness, proved_at: Date.now() }
      await db
        .insertInto('share_proofs')
        .values(row)
        .onConflict((conflict) => conflict.column('machine').doUpdateSet(row))
        .execute()
    })
    return written?.ok ? { outcome: 'done', code: '', word } : FAILED
  },
  confirm: async (machine) => {
    const read = await store()?.read((db) =>
      db.selectFrom('share_proofs').select('word').where('machine', '=', machine).executeTakeFirst(),
    )
    return read?.ok ? { outcome: 'done', code: '', word: read.value?.word ?? '' } : FAILED
  },
})
