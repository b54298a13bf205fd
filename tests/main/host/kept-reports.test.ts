import { fork } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { KeptReport } from '@shared/contract/kept-report'
import { asInstant } from '@shared/kernel/instant'
import { KeptReports } from '@main/host/kept-reports'

const KEEPER = resolve(import.meta.dirname, '../../support/report-keeper.ts')

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'in-attesa-'))
})
afterEach(() => {
  chmodSync(folder, 0o700)
  rmSync(folder, { recursive: true, force: true })
})

const report = (key: string, at = 1_800_000_000_000): KeptReport => ({
  key,
  store: '/ufficio/archivio.db',
  userId: 2,
  userName: 'Maria',
  at: asInstant(at),
  input: { channel: 'phone', description: 'Lampione spento' },
})
const fileOf = (key: string): string => join(folder, 'in-attesa', `${key}.json`)

describe('reports that wait for the store', () => {
  it('are there again after the program was killed, oldest first, for this user only', () => {
    const kept = new KeptReports(folder)
    expect(kept.keep(report('seconda-telefonata', 1_800_000_000_001))).toBe(true)
    expect(kept.keep(report('prima-telefonata'))).toBe(true)
    expect(new KeptReports(folder).list().map(({ key }) => key)).toEqual(['prima-telefonata', 'seconda-telefonata'])
    expect(statSync(fileOf('prima-telefonata')).mode & 0o777).toBe(0o600)
  })

  it('are kept once however often the page asks, and go when they were filed', () => {
    const kept = new KeptReports(folder)
    kept.keep(report('la-stessa-telefonata'))
    kept.keep(report('la-stessa-telefonata'))
    expect(kept.list()).toHaveLength(1)
    kept.drop('la-stessa-telefonata')
    expect(kept.list()).toEqual([])
  })

  it('are taken over from the one file in which an older program kept them', () => {
    const old = join(folder, 'in-attesa.json')
    const unknown = { key: 'scritta-da-una-nuova', version: 9 }
    writeFileSync(old, JSON.stringify([report('prima-telefonata'), unknown]))
    const kept = new KeptReports(folder)
    expect(kept.list()).toEqual([report('prima-telefonata')])
    expect(JSON.parse(readFileSync(old, 'utf8'))).toEqual([unknown])
    kept.drop('prima-telefonata')
    expect(new KeptReports(folder).list()).toEqual([])
    writeFileSync(old, JSON.stringify([report('seconda-telefonata')]))
    expect(new KeptReports(folder).list()).toHaveLength(1)
    expect(existsSync(old)).toBe(false)
  })

  it('survive a damaged neighbour', () => {
    const kept = new KeptReports(folder)
    kept.keep(report('intatta-e-leggibile'))
    writeFileSync(fileOf('danneggiata'), '\0\0\0')
    expect(kept.list().map(({ key }) => key)).toEqual(['intatta-e-leggibile'])
    expect(kept.keep(report('dopo-il-danno'))).toBe(true)
  })

  it('stay where another version of the program wrote them, whatever this one keeps or drops', () => {
    const kept = new KeptReports(folder)
    expect(kept.keep(report('scritta-da-questa'))).toBe(true)
    const newer = JSON.stringify({ key: 'scritta-da-una-nuova', version: 9, words: 'Buca in via Romana' })
    writeFileSync(fileOf('scritta-da-una-nuova'), newer)
    expect(kept.list()).toHaveLength(1)
    kept.drop('scritta-da-questa')
    expect(readFileSync(fileOf('scritta-da-una-nuova'), 'utf8')).toBe(newer)
    kept.drop('scritta-da-una-nuova')
    expect(existsSync(fileOf('scritta-da-una-nuova'))).toBe(false)
  })

  it('of two programs of one user that write in the same moment are all there', async () => {
    const writers = ['primo', 'secondo'].map((name) => {
      const keys = Array.from({ length: 40 }, (_, number) => `${name}-programma-${number}`)
      return new Promise<number | null>((ended) =>
        fork(KEEPER, [folder, ...keys], { execArgv: ['--import', 'tsx'] }).once('exit', ended),
      )
    })
    expect(await Promise.all(writers)).toEqual([0, 0])
    expect(new KeptReports(folder).list()).toHaveLength(80)
  })

  it('never leave their folder, and say so when they cannot be kept', () => {
    const kept = new KeptReports(folder)
    writeFileSync(join(folder, 'desk.json'), '{}')
    kept.drop('../desk')
    expect(existsSync(join(folder, 'desk.json'))).toBe(true)
    expect(kept.keep(report('../../altrove'))).toBe(false)
    writeFileSync(join(folder, 'un-file'), '')
    expect(new KeptReports(join(folder, 'un-file')).keep(report('senza-cartella'))).toBe(false)
  })
})
