import { describe, expect, it } from 'vitest'
import { dueOf } from '@shared/deadlines/due-of'

const facts = { due: 100, firstAnswerDue: 100, firstAnsweredAt: null, resolutionDue: 300, isWorked: false }

describe('what a ticket’s next deadline is of', () => {
  it('is the first answer until one was given, then the work, then the official answer', () => {
    expect(dueOf(facts)).toEqual({ at: 100, of: 'first_answer' })
    expect(dueOf({ ...facts, due: 300, firstAnsweredAt: 90 })?.of).toBe('resolution')
    expect(dueOf({ ...facts, due: 400, firstAnsweredAt: 90, isWorked: true })?.of).toBe('official_answer')
  })

  it('is named by what is still owed where two fall on the same minute', () => {
    expect(dueOf({ ...facts, resolutionDue: 100 })?.of).toBe('first_answer')
    expect(dueOf({ ...facts, resolutionDue: 100, firstAnsweredAt: 90 })?.of).toBe('resolution')
    expect(dueOf({ ...facts, resolutionDue: 100, firstAnsweredAt: 90, isWorked: true })?.of).toBe('official_answer')
  })

  it('is nothing where none runs', () => {
    expect(dueOf({ ...facts, due: null })).toBeNull()
  })
})
