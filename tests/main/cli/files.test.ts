import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import Papa from 'papaparse'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { ok } from '@shared/kernel/result'
import { runCli } from '@main/cli/run-cli'
import { makeDemoStore } from '@main/demo/make-demo-store'
import { withZip } from '@main/platform/zip-entries'

let folder: string
let town: string
const at = (name: string): string => join(folder, name)
/** What the command said on either stream, and its exit code. */
const cli = async (...args: readonly string[]): Promise<{ code: number; said: string }> => {
  let said = ''
  const take = (chunk: string | Uint8Array, ...rest: unknown[]): boolean => {
    said += String(chunk)
    for (const done of rest) if (typeof done === 'function') done()
    return true
  }
  vi.spyOn(process.stdout, 'write').mockImplementation(take)
  vi.spyOn(process.stderr, 'write').mockImplementation(take)
  try {
    return { code: await runCli(args), said }
  } finally {
    vi.restoreAllMocks()
  }
}
const parts = async (file: string): Promise<Map<string, string>> => {
  const read = await withZip(file, { entries: 100, bytes: 10_000_000 }, async (entries) => {
    const texts = entries.map(async (entry) => [entry.name, await text(await entry.open())] as const)
    return ok(new Map(await Promise.all(texts)))
  })
  if (!read.ok) throw new Error(read.error.code)
  return read.value
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cantoniere-files-'))
  town = at('town.db')
  await makeDemoStore(town, { tickets: 30 })
  const odd = { channel: 'phone', subject: '=1+1 \u0001 e "due"\n=2' }
  const { code, said } = await cli('call', town, 'tickets.create', JSON.stringify(odd))
  if (code !== 0) throw new Error(said)
})
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))

describe('tickets out of a store, into a file', () => {
  it('as CSV in the words of the screens and the office’s own time', async () => {
    expect(await cli('export', town, '--to', at('out.csv'))).toEqual({ code: 0, said: '' })
    const { data } = Papa.parse<Record<string, string>>(readFileSync(at('out.csv'), 'utf8').replace('\ufeff', ''), {
      header: true,
      delimiter: ';',
      skipEmptyLines: true,
    })
    expect(data).toHaveLength(31)
    expect(data.map(({ numero }) => numero)).toEqual(data.map(({ numero }) => numero).toSorted())
    expect(data.at(-1)).toMatchObject({ canale: 'Telefono', stato: 'Nuova', priorità: 'Normale' })
    expect(data.at(-1)?.['oggetto']).toMatch(/^'=1\+1/)
    for (const { arrivo = '' } of data) expect(arrivo).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/)
  })

  it('as a workbook whose texts are texts and whose days are days', async () => {
    expect(await cli('export', town, '--format', 'xlsx', '--to', at('out.xlsx'))).toEqual({ code: 0, said: '' })
    const found = await parts(at('out.xlsx'))
    const sheet = found.get('sheet1.xml') ?? ''
    expect(sheet.match(/<row /g)).toHaveLength(32)
    expect(sheet).not.toContain('<f>')
    const all = [...found.values()].join('')
    expect(all).toContain('=1+1')
    expect(all).not.toContain('\u0001')
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([])
  })

  it('or nothing at all, and what stood there stays', async () => {
    writeFileSync(at('old.csv'), 'di prima')
    const asked = ['export', town, '--query', '{"view":"nessuna"}', '--to', at('old.csv')]
    expect((await cli(...asked)).said).toMatch(/^error: invalid_input: .*--query/)
    const nowhere = await cli('export', town, '--to', join(folder, 'no', 'out.csv'))
    expect(nowhere).toMatchObject({ code: 1, said: expect.stringMatching(/^error: folder_unwritable: .*--to/) })
    mkdirSync(at('a-folder'))
    expect((await cli('export', town, '--to', at('a-folder'))).said).toMatch(/^error: folder_unwritable: /)
    expect(readFileSync(at('old.csv'), 'utf8')).toBe('di prima')
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([])
  })
})

describe('areas into a store', () => {
  const square = [
    [10.55, 43.84],
    [10.57, 43.84],
    [10.57, 43.86],
    [10.55, 43.84],
  ]
  const feature = (name: string, ring: unknown) => ({
    type: 'Feature',
    properties: { NOME: name },
    geometry: { type: 'Polygon', coordinates: [ring] },
  })

  it('come in by kind, with what was left out and why', async () => {
    const features = [feature('Provincia', square), feature('Altrove', [[0, 0]])]
    writeFileSync(at('zone.geojson'), JSON.stringify({ type: 'FeatureCollection', features }))
    const asked = ['import-areas', town, at('zone.geojson'), '--kind', 'competence', '--name', 'NOME']
    const { code, said } = await cli('--json', ...asked)
    expect(code).toBe(0)
    expect(JSON.parse(said)).toMatchObject({ imported: 1, skipped: [{ index: 1 }], unmatched: [] })
    const base = await cli('call', town, 'places.base', '{}')
    expect(base.said).toContain('"Provincia"')
  })

  it('are refused by name when the file is none, and nothing changes', async () => {
    writeFileSync(at('junk.geojson'), 'buongiorno')
    expect((await cli('import-areas', town, at('junk.geojson'), '--kind', 'district')).said).toMatch(
      /^error: not_geojson: /,
    )
    expect((await cli('import-areas', town, at('none.geojson'), '--kind', 'district')).said).toMatch(
      /^error: file_unreadable: /,
    )
    expect((await cli('import-areas', town, at('junk.geojson'))).code).toBe(2)
  })
})

it('a password given to a call is refused, not kept where it goes away with the command', async () => {
  const server = { host: 'imap.invalid', port: 993, security: 'tls', username: 'prova', pinnedFingerprint: '' }
  const mailbox = {
    name: 'Prova',
    address: 'prova@comune.invalid',
    senderName: 'Comune',
    kind: 'ordinary',
    access: 'password',
    imap: server,
    smtp: { ...server, host: 'smtp.invalid' },
    folder: 'INBOX',
    firstSyncDays: 30,
    active: false,
    signature: '',
    sizeLimit: 20,
    markSeen: false,
    moveTo: '',
  }
  const made = await cli('call', town, 'mail.createMailbox', JSON.stringify({ ...mailbox, password: 'x' }))
  expect(made.said).toMatch(/^error: secrets_unavailable: /)
  expect((await cli('call', town, 'mail.mailboxes', '{}')).said).not.toContain('prova@comune.invalid')
})
