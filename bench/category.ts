import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CategoryModel, WORTH_SHOWING } from '@shared/proposals/category-model'
import { makeDemoStore } from '@main/demo/make-demo-store'
import { newestCategorised, ticketTexts } from '@main/features/proposals/ticket-texts-queries'
import { openStore } from '@main/store/open'
import type { Bench } from './bench'

const TICKETS = 1500
const FOLDS = 5

interface Said {
  readonly category: number
  readonly text: string
  /** Tickets that say it in the very same words are held out together: the rest never heard that sentence. */
  readonly phrase: string
}

const commonest = (texts: readonly Said[]): number => {
  const counts = Map.groupBy(texts, ({ category }) => category)
  return [...counts].toSorted(([, a], [, b]) => b.length - a.length)[0]?.[0] ?? 0
}

/** Share of held-out demonstration tickets whose category is proposed rightly, beside always saying the commonest. */
export const category: Bench = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'category-bench-'))
  const path = join(folder, 'archivio.db')
  await makeDemoStore(path, { tickets: TICKETS })
  const opened = await openStore(path)
  if (!opened.ok) throw new Error(opened.error.code)
  const texts = await opened.value.read(async (db) => ticketTexts(db, await newestCategorised(db, TICKETS)))
  await opened.value.close()
  await rm(folder, { recursive: true, force: true })
  if (!texts.ok) throw new Error(texts.error.code)
  const said = texts.value.map(({ categoryId, text }): Said => {
    const phrase = (text.split('\n')[0] ?? '').replaceAll(/\d+/g, '')
    return { category: categoryId ?? 0, text, phrase }
  })
  const phrases = [...new Set(said.map(({ phrase }) => phrase))].toSorted()
  let [right, shown, rightShown, baseline] = [0, 0, 0, 0]
  const times: number[] = []
  for (let fold = 0; fold < FOLDS; fold += 1) {
    const held = new Set(phrases.filter((_, at) => at % FOLDS === fold))
    const model = new CategoryModel()
    const rest = said.filter(({ phrase }) => !held.has(phrase))
    for (const one of rest) model.learn(one.text, one.category)
    const usual = commonest(rest)
    for (const one of said.filter(({ phrase }) => held.has(phrase))) {
      const start = performance.now()
      const [best] = model.propose(one.text)
      times.push(performance.now() - start)
      if (usual === one.category) baseline += 1
      if (best?.category === one.category) right += 1
      if (best === undefined || best.confidence < WORTH_SHOWING) continue
      shown += 1
      if (best.category === one.category) rightShown += 1
    }
  }
  const share = (count: number, of: number): number => (100 * count) / Math.max(1, of)
  const [accuracy, usual] = [share(right, said.length), share(baseline, said.length)]
  const row = (name: string, value: number, goal: number) => ({
    name,
    size: said.length,
    median: value,
    p95: value,
    unit: '%' as const,
    limit: usual,
    ratio: value / usual,
    goal: `≥ ${goal}×`,
    met: value >= usual * goal,
  })
  process.stdout.write(
    `      ${phrases.length} phrasings in ${FOLDS} folds; proposed in ${share(shown, said.length).toFixed(1)} % of the tickets; ${times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.95)]?.toFixed(2)} ms a text (p95)\n`,
  )
  return [
    row('category proposed for words never heard', accuracy, 1.3),
    row('the same, of those that are shown', share(rightShown, shown), 1.3),
  ]
}
