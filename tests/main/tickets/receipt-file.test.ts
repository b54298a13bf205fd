import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { asInstant, MINUTE_MS } from '@shared/kernel/instant'
import { MONDAY_MORNING, type TestDesk, codeOf, openTestDesk, valueOf } from '../../support/engine'

let desk: TestDesk
beforeEach(async () => {
  desk = await openTestDesk()
})
afterEach(() => desk.close())

describe('a receipt that is sent', () => {
  it('is a PDF of one page that an answer can take along, the longest report’s of several', async () => {
    const maria = await desk.as('manager')
    const report = async (description: string) =>
      valueOf(await maria.tickets.create({ channel: 'counter', description })).id
    const paper = async (description: string) => {
      const id = await report(description)
      const made = valueOf(await maria.tickets.receiptFile({ id, language: 'it' }))
      const pdf = await desk.engine.current.files.read(made.sha256)
      return { id, made, pdf, pages: pdf.toString('latin1').match(/\/Type \/Page\b/g)?.length ?? 0 }
    }
    const { id, made, pdf, pages } = await paper('Buca in via Romana 15 😀, davanti al cancello')
    const { number } = valueOf(await maria.tickets.receipt({ id }))
    expect(made.name).toBe(`Ricevuta della segnalazione ${number}.pdf`)
    expect([pdf.subarray(0, 5).toString(), pdf.length, pages]).toEqual(['%PDF-', made.size, 1])
    // Made again later it is the very same file: an answer that has it does not take it along twice.
    desk.at(asInstant(MONDAY_MORNING + MINUTE_MS))
    expect(valueOf(await maria.tickets.receiptFile({ id, language: 'it' })).sha256).toBe(made.sha256)
    // It can be named like an uploaded file.
    expect(codeOf(await maria.tickets.addNote({ id, text: 'Ricevuta', attachments: [made] }))).toBe('ok')
    expect((await paper('Il fosso trabocca. '.repeat(700))).pages).toBeGreaterThan(1)
  })

  it('is of a ticket that is there, and for whoever may answer', async () => {
    const maria = await desk.as('manager')
    expect(codeOf(await maria.tickets.receiptFile({ id: 4711 as never, language: 'it' }))).toBe('not_found')
    const reader = await desk.as('reader')
    expect(codeOf(await reader.tickets.receiptFile({ id: 1 as never, language: 'it' }))).toBe('forbidden')
  })
})
