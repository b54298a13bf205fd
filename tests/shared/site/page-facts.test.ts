import { describe, expect, it } from 'vitest'
import { type PageFacts, shownSteps } from '@shared/site/page-facts'

const facts = (over: Partial<PageFacts>): PageFacts => ({
  code: '7K2M-Q4XD-9PTR',
  number: 'SEGN-2026-000012',
  status: 'accepted',
  resumeStatus: null,
  outcome: null,
  waitingReason: null,
  waitingUntil: null,
  category: 'Illuminazione',
  district: 'Lunata',
  body: '',
  isJoined: false,
  visitDay: null,
  answerDue: null,
  reached: { received: '2026-11-23', accepted: '2026-11-24' } as PageFacts['reached'],
  changedOn: '2026-11-24' as PageFacts['changedOn'],
  ...over,
})
const line = (over: Partial<PageFacts>): string =>
  shownSteps(facts(over))
    .map(({ step, state }) => `${step} ${state}`)
    .join(', ')

describe('the line that a citizen sees', () => {
  it('shows what was, what is and what is still to come', () => {
    expect(line({})).toBe(
      'received past, accepted current, assigned ahead, in_progress ahead, done ahead, closed ahead',
    )
  })

  it('promises no crew of the office for what lies with another body', () => {
    expect(line({ status: 'forwarded', resumeStatus: 'accepted', body: 'Provincia di Lucca' })).toBe(
      'received past, accepted current, closed ahead',
    )
  })

  it('leaves out what a closed report never went through', () => {
    expect(line({ status: 'closed', outcome: 'not_competent' })).toBe('received past, accepted past, closed current')
  })
})
