import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fold, tokens } from '@shared/search/fold'

describe('folding a text for search', () => {
  it.each([
    ['Perché l’ALBERO è caduto?', 'perche l albero e caduto'],
    ["Sant'Andrea di Còmpito", 'sant andrea di compito'],
    ['via Romana, 12/A', 'via romana 12 a'],
    ['335/1397378', '335 1397378'],
    ['ﬁlo', 'filo'],
    ['Straße Øresund İzmir', 'strasse oresund izmir'],
    ['  …  ', ''],
  ])('turns %s into %s', (text, folded) => {
    expect(fold(text)).toBe(folded)
  })

  it('gives the same whether accents came composed or not', () => {
    expect(fold('perche\u0301')).toBe(fold('perché'))
  })

  it('changes nothing that is folded already, and leaves only words and single spaces', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const once = fold(text)
        expect(fold(once)).toBe(once)
        expect(once).toMatch(/^(?:[\p{L}\p{N}]+(?: [\p{L}\p{N}]+)*)?$/u)
        expect(tokens(text).join(' ')).toBe(once)
      }),
      { numRuns: 500 },
    )
  })
})
