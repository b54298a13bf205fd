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

/** What people write around the matter, none of it of any category. */
const AROUND = [
  'Buongiorno, scrivo anche a nome dei vicini di casa.',
  'Abito qui da vent’anni e non ho mai disturbato nessuno.',
  'Ho già telefonato la settimana scorsa ma nessuno mi ha richiamato.',
  'Mia madre è anziana e ha paura a uscire di casa la sera.',
  'Ieri un ragazzo in bicicletta è quasi caduto, per fortuna senza farsi male.',
  'Potete mandare qualcuno a vedere, o almeno mettere un segnale?',
  'Resto a disposizione per ogni chiarimento e lascio il mio numero.',
  'Le macchine passano veloci e la strada è stretta.',
  'Confido in un vostro rapido intervento, cordiali saluti.',
]
const asLetter = (text: string, index: number): string => {
  const around = (step: number): string => AROUND[(index * step + step) % AROUND.length] ?? ''
  return [around(1), around(4), text, around(2), around(5)].join(' ')
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
  let baseline = 0
  const bare = { right: 0, shown: 0, rightShown: 0 }
  const letter = { right: 0, shown: 0, rightShown: 0 }
  const times: number[] = []
  for (let fold = 0; fold < FOLDS; fold += 1) {
    const held = new Set(phrases.filter((_, at) => at % FOLDS === fold))
    const model = new CategoryModel()
    const rest = said.filter(({ phrase }) => !held.has(phrase))
    // Half of what an office has learned from came as letters.
    rest.forEach((one, at) => model.learn(at % 2 === 0 ? one.text : asLetter(one.text, at), one.category))
    const usual = commonest(rest)
    const judge = (tally: typeof bare, text: string, rightly: number): void => {
      const start = performance.now()
      const [best] = model.propose(text)
      times.push(performance.now() - start)
      if (best?.category === rightly) tally.right += 1
      if (best === undefined || best.confidence < WORTH_SHOWING) return
      tally.shown += 1
      if (best.category === rightly) tally.rightShown += 1
    }
    said.forEach((one, at) => {
      if (!held.has(one.phrase)) return
      if (usual === one.category) baseline += 1
      judge(bare, one.text, one.category)
      judge(letter, asLetter(one.text, at), one.category)
    })
  }
  const share = (count: number, of: number): number => (100 * count) / Math.max(1, of)
  const usual = share(baseline, said.length)
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
    `      ${phrases.length} phrasings in ${FOLDS} folds; proposed in ${share(bare.shown, said.length).toFixed(1)} % of the tickets, ${share(letter.shown, said.length).toFixed(1)} % of them as letters; ${times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.95)]?.toFixed(2)} ms a text (p95)\n`,
  )
  return [
    row('category proposed for words never heard', share(bare.right, said.length), 1.3),
    row('the same, of those that are shown', share(bare.rightShown, bare.shown), 1.3),
    row('the same within a letter', share(letter.right, said.length), 1.3),
    row('within a letter, of those that are shown', share(letter.rightShown, letter.shown), 1.3),
  ]
}
