import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { KeptReport } from '@shared/contract/kept-report'
import { asInstant } from '@shared/kernel/instant'
import { KeptReports } from '@main/host/kept-reports'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'in-attesa-'))
})
afterEach(() => {
  chmodSync(folder, 0o700)
  rmSync(folder, { recursive: true, force: true })
})

const report = (key: string): KeptReport => ({
  key,
  store: '/ufficio/archivio.db',
  userId: 2,
  userName: 'Maria',
  at: asInstant(1_800_000_000_000),
  input: { channel: 'phone', description: 'Lampione spento' },
})

describe('reports that wait for the store', () => {
  it('are there again after the program was killed, oldest first, for this user only', () => {
    const kept = new KeptReports(folder)
    expect(kept.keep(report('prima-telefonata'))).toBe(true)
    expect(kept.keep(report('seconda-telefonata'))).toBe(true)
    expect(new KeptReports(folder).list().map(({ key }) => key)).toEqual(['prima-telefonata', 'seconda-telefonata'])
    expect(statSync(join(folder, 'in-attesa.json')).mode & 0o777).toBe(0o600)
  })

  it('are kept once however often the page asks, and go when they were filed', () => {
    const kept = new KeptReports(folder)
    kept.keep(report('la-stessa-telefonata'))
    kept.keep(report('la-stessa-telefonata'))
    expect(kept.list()).toHaveLength(1)
    kept.drop('la-stessa-telefonata')
    expect(kept.list()).toEqual([])
  })

  it('survive a damaged neighbour, and a file that is none', () => {
    const file = join(folder, 'in-attesa.json')
    const kept = new KeptReports(folder)
    kept.keep(report('intatta-e-leggibile'))
    const text = readFileSync(file, 'utf8')
    writeFileSync(file, `[{"key":7},${text.slice(1)}`)
    expect(kept.list().map(({ key }) => key)).toEqual(['intatta-e-leggibile'])
    writeFileSync(file, '\0\0\0')
    expect(kept.list()).toEqual([])
    expect(kept.keep(report('dopo-il-danno'))).toBe(true)
  })

  it('stay where another version of the program wrote them, whatever this one keeps or drops', () => {
    const file = join(folder, 'in-attesa.json')
    const newer = { key: 'scritta-da-una-versione-nuova', version: 9, words: 'Buca in via Romana' }
    writeFileSync(file, JSON.stringify([newer]))
    const kept = new KeptReports(folder)
    expect(kept.list()).toEqual([])
    expect(kept.keep(report('scritta-da-questa'))).toBe(true)
    kept.drop('scritta-da-questa')
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual([newer])
    kept.drop(newer.key)
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual([])
  })

  it('say so when they cannot be kept', () => {
    writeFileSync(join(folder, 'un-file'), '')
    expect(new KeptReports(join(folder, 'un-file')).keep(report('senza-cartella'))).toBe(false)
  })
})
