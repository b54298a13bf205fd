import { describe, expect, it } from 'vitest'
import { isEchoOf, platformStatusOf } from '@shared/platforms/push-status'

describe('what a platform says of a state that it was told', () => {
  it('is no news where it says the same in the two words of GeoReport', () => {
    expect(isEchoOf('FIXED', 'closed')).toBe(true)
    expect(isEchoOf('NOT_COUNCILS_RESPONSIBILITY', 'Closed')).toBe(true)
    expect(isEchoOf('IN_PROGRESS', 'open')).toBe(true)
    expect(isEchoOf('ACTION_SCHEDULED', 'open')).toBe(true)
  })

  it('is news where somebody closed or opened it there', () => {
    expect(isEchoOf('OPEN', 'closed')).toBe(false)
    expect(isEchoOf('ACTION_SCHEDULED', 'closed')).toBe(false)
    expect(isEchoOf('FIXED', 'open')).toBe(false)
  })

  it('is read in whatever case and with whatever stands between its words', () => {
    expect(platformStatusOf(' in progress ')).toBe('IN_PROGRESS')
    expect(platformStatusOf('Not-Councils-Responsibility')).toBe('NOT_COUNCILS_RESPONSIBILITY')
    expect(platformStatusOf('chissà')).toBeNull()
  })
})
