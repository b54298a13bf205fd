import { describe, expect, it } from 'vitest'
import { type AnswerConditions, inSeason, offeredAnswers } from '@shared/answers/offered-answers'

const answer = (name: string, conditions: Partial<AnswerConditions> = {}, text = '') => ({
  name,
  text,
  active: true,
  categoryIds: [],
  statuses: [],
  outcomes: [],
  season: null,
  ...conditions,
})
const ROADS = 1
const HOLES = 2
const ticket = { categoryId: HOLES, parentCategoryId: ROADS, status: 'accepted', outcome: null } as const
const names = (answers: readonly ReturnType<typeof answer>[], today = '2026-11-23', search = '', on = {}): string[] =>
  offeredAnswers(answers, { ...ticket, ...on }, today, search).map(({ answer: { name }, fits }) =>
    fits ? name : `(${name})`,
  )

describe('ready answers for a ticket', () => {
  it('begin with those made for its very category, then the one above, then any; the rest comes last', () => {
    const list = [
      answer('lampione', { categoryIds: [9] }),
      answer('tutte'),
      answer('strade', { categoryIds: [ROADS] }),
      answer('buche', { categoryIds: [HOLES] }),
      answer('presa in carico', { statuses: ['accepted'] }),
      answer('chiusa', { statuses: ['closed'] }),
    ]
    expect(names(list)).toEqual(['buche', 'strade', 'presa in carico', 'tutte', '(lampione)', '(chiusa)'])
  })

  it('wait with an outcome until there is one, and then hold to it', () => {
    const list = [answer('non fattibile', { outcomes: ['not_feasible'] }), answer('fatto', { outcomes: ['resolved'] })]
    expect(names(list)).toEqual(['non fattibile', 'fatto'])
    const closed = { status: 'closed', outcome: 'resolved' } as const
    expect(names(list, '2026-11-23', '', closed)).toEqual(['fatto', '(non fattibile)'])
  })

  it('are not there when they are off or out of season', () => {
    const list = [
      answer('spenta', { active: false }),
      answer('erba', { season: { from: '04-01', to: '10-15' } }),
      answer('neve', { season: { from: '11-15', to: '03-15' } }),
    ]
    expect(names(list)).toEqual(['neve'])
    expect(names(list, '2026-06-02')).toEqual(['erba'])
  })

  it('are found by every word typed, in name or text, accents or not', () => {
    const list = [answer('Già segnalata', {}, 'ci era già nota'), answer('Buca', {}, 'asfalto a freddo')]
    expect(names(list, '2026-11-23', 'gia nota')).toEqual(['Già segnalata'])
    expect(names(list, '2026-11-23', 'freddo buca')).toEqual(['Buca'])
    expect(names(list, '2026-11-23', 'freddo neve')).toEqual([])
  })
})

describe('a season', () => {
  it('holds both its ends, and may run over the end of the year', () => {
    const winter = { from: '11-15', to: '03-15' }
    expect(
      ['11-14', '11-15', '12-31', '01-01', '03-15', '03-16'].map((day) => inSeason(winter, `2026-${day}`)),
    ).toEqual([false, true, true, true, true, false])
    const day = { from: '07-16', to: '07-16' }
    expect(['07-15', '07-16', '07-17'].map((one) => inSeason(day, `2026-${one}`))).toEqual([false, true, false])
  })
})
