import { afterEach, expect, it } from 'vitest'
import type { TimelineEntry } from '@shared/contract/tickets'
import { useEntryWords } from '@/features/ticket/timeline/entry-words'
import { setUp } from '../../support/mount-part'

let unmount = (): void => undefined
afterEach(() => unmount())

it('says what was chosen first, and from what to what it was changed later', () => {
  const { result, unmount: leave } = setUp(useEntryWords)
  unmount = leave
  const changed = (from: string, to: string): string =>
    result.sentence({ kind: 'fields', data: { field: 'categoryId', from, to } } as unknown as TimelineEntry)
  expect(changed('', 'Illuminazione')).toBe('Categoria: «Illuminazione»')
  expect(changed('Buche', 'Illuminazione')).toBe('Categoria: da «Buche» a «Illuminazione»')
})
