import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CategoryModel } from '@shared/proposals/category-model'

const [LIGHT, HOLE, GRASS] = [1, 2, 3]
const office = (): CategoryModel => {
  const model = new CategoryModel()
  for (const text of ['Lampione spento in via Romana', 'Il lampione non si accende più', 'Palo della luce al buio'])
    model.learn(text, LIGHT)
  for (const text of ['Buca profonda sulla strada', 'Una buca nell’asfalto davanti al civico 12'])
    model.learn(text, HOLE)
  model.learn('Erba alta sul ciglio', GRASS)
  return model
}
const best = (model: CategoryModel, text: string): number | undefined => model.propose(text)[0]?.category

describe('a category proposed from the words', () => {
  it('is the one whose tickets speak like that, plurals and slips forgiven, and says by which words', () => {
    const model = office()
    expect(best(model, 'ci sono due lampioni spenti')).toBe(LIGHT)
    expect(best(model, 'lanpione rotto')).toBe(LIGHT)
    expect(best(model, 'buche sull’asfalto')).toBe(HOLE)
    const [first] = model.propose('Buongiorno, c’è una buca profonda')
    expect(first).toMatchObject({ category: HOLE, because: expect.arrayContaining(['buca', 'profonda']) as unknown })
    expect(first?.because).not.toContain('buongiorno')
  })

  it('is none for words that nobody ever said, and only one that is still in use', () => {
    expect(office().propose('zzz qqq')).toEqual([])
    expect(office().propose('')).toEqual([])
    expect(office().propose('lampione spento', (category) => category !== LIGHT)[0]?.category).not.toBe(LIGHT)
  })

  it('follows the office: a text that got another category is unlearned', () => {
    const model = office()
    model.learn('Cabina elettrica aperta', GRASS)
    expect(best(model, 'cabina elettrica')).toBe(GRASS)
    model.forget('Cabina elettrica aperta', GRASS)
    model.learn('Cabina elettrica aperta', LIGHT)
    expect(best(model, 'cabina elettrica')).toBe(LIGHT)
  })

  it('is not drowned by one sentence that was heard a hundred times', () => {
    const model = office()
    for (let time = 0; time < 100; time += 1) model.learn('Erba alta sulla strada davanti al civico', GRASS)
    expect(best(model, 'una buca profonda sulla strada')).toBe(HOLE)
  })

  it('hears the one sentence of a letter that says what it is about', () => {
    const around = [
      'Buongiorno, scrivo anche a nome dei vicini di casa.',
      'Abito qui da vent’anni e non ho mai disturbato nessuno.',
      'Potete mandare qualcuno a vedere? Resto a disposizione, confido in un vostro intervento.',
    ]
    const letter = (matter: string): string => [around[0], around[1], matter, around[2]].join(' ')
    const model = office()
    for (const lamp of ['lampione', 'lampada', 'luce', 'faro'])
      for (const state of ['spento', 'rotto', 'fioco']) model.learn(letter(`C’è un ${lamp} ${state}.`), LIGHT)
    model.learn(letter('Asfalto rotto.'), HOLE)
    const [first] = model.propose(letter('Davanti al cancello c’è una buca.'))
    expect(first?.category).toBe(HOLE)
    expect(first?.because).toContain('buca')
    expect(best(model, letter('Non si accende il lampione.'))).toBe(LIGHT)
  })

  it('forgets whatever it learned, in any order, to the last word', () => {
    const text = fc.array(fc.constantFrom('lampione', 'buca', 'erba', 'fosso', 'via', 'rotto'), { maxLength: 6 })
    fc.assert(
      fc.property(fc.array(fc.tuple(text, fc.integer({ min: 1, max: 3 })), { maxLength: 12 }), (said) => {
        const model = office()
        const before = model.propose('lampione e buca')
        for (const [words, category] of said) model.learn(words.join(' '), category)
        for (const [words, category] of said.toReversed()) model.forget(words.join(' '), category)
        const after = model.propose('lampione e buca')
        expect(after.map(({ category }) => category)).toEqual(before.map(({ category }) => category))
        after.forEach((one, at) => expect(one.confidence).toBeCloseTo(before[at]?.confidence ?? 0, 6))
      }),
    )
  })
})
