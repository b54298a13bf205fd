import { afterEach, beforeEach, expect, it } from 'vitest'
import { dayAt } from '@shared/deadlines/zone'
import { asInstant } from '@shared/kernel/instant'
import { type TestDesk, openTestDesk, valueOf } from '../../support/engine'

let desk: TestDesk
beforeEach(async () => {
  desk = await openTestDesk()
})
afterEach(() => desk.close())

it('promises an answer on a day on which the office works', async () => {
  // Thirty days after it come Christmas, its second day and a Sunday; the office opens on Monday.
  desk.at(asInstant(Date.UTC(2026, 10, 25, 9, 0)))
  const maria = await desk.as('counter')
  const { id } = valueOf(await maria.tickets.create({ channel: 'counter', subject: 'Lampione spento' }))
  const { answerDue, readAloud } = valueOf(await maria.tickets.receipt({ id }))
  expect(readAloud).toMatchObject({ key: 'readAloud.new', params: { day: '2026-11-25' } })
  expect(answerDue === null ? null : dayAt(answerDue, 'Europe/Rome')).toBe('2026-12-28')
})
