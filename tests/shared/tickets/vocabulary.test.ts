import { describe, expect, it } from 'vitest'
import { isOpen, OPEN_STATUSES, PRIORITIES, PRIORITY_RANK, priorityOfRank } from '@shared/tickets/vocabulary'

describe('the words of a ticket', () => {
  it('counts a ticket as open until it is closed or has become a stub of another one', () => {
    expect(isOpen('closed')).toBe(false)
    expect(isOpen('merged')).toBe(false)
    expect(OPEN_STATUSES).toEqual(['new', 'accepted', 'assigned', 'in_progress', 'done', 'waiting', 'forwarded'])
  })

  it('stores a priority as a rank and reads it back', () => {
    for (const priority of PRIORITIES) expect(priorityOfRank(PRIORITY_RANK[priority])).toBe(priority)
    expect(PRIORITY_RANK.urgent).toBeGreaterThan(PRIORITY_RANK.high)
    expect(priorityOfRank(99)).toBe('normal')
  })
})
