import { describe, expect, it } from 'vitest'
import { createRecall } from '@/client/recall'
import { appError } from '@shared/kernel/app-error'
import { err, ok, type Result } from '@shared/kernel/result'

const openPage = () => {
  let clock = 1000
  let answer: () => Promise<Result<unknown>> = () => Promise.resolve(ok('rows'))
  const recall = createRecall(
    () => answer(),
    () => clock,
  )
  const show = (of?: 'tickets') =>
    recall.reading(() => recall.invoke('tickets.list', { offset: 0 }), of === undefined ? undefined : [of])
  return {
    recall,
    show,
    at: (now: number) => (clock = now),
    answers: (next: () => Promise<Result<unknown>>) => (answer = next),
  }
}
const away = () => Promise.resolve(err(appError('engine_unreachable')))

describe('what was shown before the store went away', () => {
  it('is shown again with the time that it is of, and is told from news', async () => {
    const page = openPage()
    await page.show()
    page.at(5000)
    page.recall.away()
    page.answers(away)
    const again = await page.show()
    expect(again).toEqual(ok('rows'))
    expect(page.recall.isOld(again)).toBe(true)
    expect(page.recall.asOf.value).toBe(1000)
    // On the page before nothing newer was heard than when the line was lost.
    page.recall.turned()
    expect(page.recall.asOf.value).toBe(5000)
    expect(page.recall.back()).toBe(true)
    expect(page.recall.asOf.value).toBeNull()
  })

  it('is as new as the last word that was heard where none of its tables changed since', async () => {
    const page = openPage()
    await page.show('tickets')
    page.recall.changed([{ entity: 'crews', id: 1, op: 'update' }])
    page.at(5000)
    page.recall.away()
    page.answers(away)
    await page.show('tickets')
    expect(page.recall.asOf.value).toBe(5000)
    page.recall.changed([{ entity: 'tickets', id: 1, op: 'update' }])
    await page.show('tickets')
    expect(page.recall.asOf.value).toBe(1000)
  })

  it('is of the moment at which the engine said that the disk fails, whenever it is asked for', async () => {
    const page = openPage()
    await page.show('tickets')
    page.at(5000)
    page.recall.failing()
    // Reading may go on all the while: then nothing on screen is old.
    page.recall.turned()
    expect(page.recall.asOf.value).toBeNull()
    page.at(900_000)
    page.answers(() => Promise.resolve(err(appError('store_unreachable'))))
    await page.show('tickets')
    expect(page.recall.asOf.value).toBe(5000)
  })

  it('answers whoever already waits when an engine hangs', async () => {
    const page = openPage()
    await page.show()
    page.answers(() => new Promise(() => undefined))
    const waiting = page.show()
    page.recall.away()
    expect(await waiting).toEqual(ok('rows'))
  })

  it('is nothing for a command, for a page that was never shown, and for the next person', async () => {
    const page = openPage()
    await page.show()
    page.answers(away)
    const refused = err(appError('engine_unreachable'))
    expect(await page.recall.invoke('tickets.list', { offset: 0 })).toEqual(refused)
    expect(await page.recall.reading(() => page.recall.invoke('tickets.list', { offset: 100 }))).toEqual(refused)
    page.recall.forget()
    expect(await page.show()).toEqual(refused)

    // Nor is what was still on its way to the one who left.
    let arrive = (_answer: Result<unknown>): void => undefined
    page.answers(() => new Promise((resolve) => (arrive = resolve)))
    const late = page.show()
    page.recall.forget()
    arrive(ok('rows'))
    await late
    page.answers(away)
    expect(await page.show()).toEqual(refused)
  })

  it('takes nothing from memory for a refusal', async () => {
    const page = openPage()
    await page.show()
    page.answers(() => Promise.resolve(err(appError('forbidden'))))
    expect(await page.show()).toEqual(err(appError('forbidden')))
  })
})
