import { describe, expect, it } from 'vitest'
import { openBook } from '@/features/guide/guide-book'
import { cutAtHits, searchGuide, searchWords } from '@/features/guide/guide-search'

const marked = (text: string, asked: string): string =>
  cutAtHits(text, searchWords(asked))
    .map((piece) => (piece.isHit ? `[${piece.text}]` : piece.text))
    .join('')

describe('the search in the guide', () => {
  it('asks for no accents and marks the words as they are written', () => {
    expect(marked('La priorità è più alta.', 'priorita')).toBe('La [priorità] è più alta.')
    expect(marked('Una metà e più.', 'PIÙ meta')).toBe('Una [metà] e [più].')
  })

  it('finds one and many, and no word in the middle of another', () => {
    expect(marked('La copia e le copie.', 'copie')).toBe('La [copia] e le [copie].')
    expect(marked('Il giro, i giri.', 'giri')).toBe('Il [giro], i [giri].')
    expect(marked('Accoda la coda.', 'coda')).toBe('Accoda la [coda].')
  })

  it('knows a verb by its root, and leaves short words alone', () => {
    expect(marked('Ripristina la copia, il ripristino.', 'ripristinare')).toBe(
      '[Ripristina] la copia, il [ripristino].',
    )
    expect(marked('La data e il dato, le rate.', 'data')).toBe('La [data] e il dato, le rate.')
  })

  it('shows what has most of the words where nothing has them all', async () => {
    const chapters = [...(await openBook('it')).values()]
    expect(searchGuide(chapters, 'ripristinare copia')[0]?.id).toBe('copies')
    expect(searchGuide(chapters, 'zibaldone copia')).toEqual(searchGuide(chapters, 'copia'))
  })

  it('puts the chapter of that name first, and asks for all the words', async () => {
    const chapters = [...(await openBook('it')).values()]
    expect(searchGuide(chapters, 'squadre')[0]?.id).toBe('crews')
    expect(searchGuide(chapters, 'mappa')[0]?.id).toBe('map')
    expect(searchGuide(chapters, 'disco pieno')[0]).toMatchObject({ id: 'troubles', anchor: 'il-disco-è-pieno' })
    expect(searchGuide(chapters, 'password amministratore dimenticata')[0]?.id).toBe('troubles')
    const [receipt] = searchGuide(chapters, 'ricevuta rotolo')
    expect(receipt?.id).toBe('new-report')
    expect(receipt?.excerpt).toContain('rotolo')
    expect(searchGuide(chapters, 'zibaldone')).toEqual([])
    expect(searchGuide(chapters, '  ')).toEqual([])
  })
})
