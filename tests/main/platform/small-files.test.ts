import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { PairedDesks } from '@main/lan/paired-desks'
import { DeskConfig } from '@main/platform/desk-config'
import { readOrPutAside, readSmallFile } from '@main/platform/read-small-file'
import { fileSecrets } from '@main/platform/secrets'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'small-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** What the disk refuses to read, also to root: a folder in the file's place. */
const refused = (name: string): string => {
  const path = join(folder, name)
  mkdirSync(path)
  return path
}
const giveBack = (path: string, content: string): void => {
  rmSync(path, { recursive: true })
  writeFileSync(path, content)
}

describe('a small file of the user’s', () => {
  const numbers = z.array(z.number())

  it('is none when it is missing, and an error when the disk refuses it', () => {
    expect(readSmallFile(join(folder, 'a.json'), numbers)).toBeNull()
    expect(() => readSmallFile(refused('b.json'), numbers)).toThrow('EISDIR')
    expect(() => readOrPutAside(join(folder, 'b.json'), numbers)).toThrow('EISDIR')
    expect(readdirSync(folder)).toEqual(['b.json'])
  })

  it.each([
    ['{"half', 'JSON'],
    ['["a word"]', 'expected number'],
  ])('is put aside, not thrown away, when it holds junk: %s', (junk, said) => {
    writeFileSync(join(folder, 'a.json'), junk)
    expect(() => readSmallFile(join(folder, 'a.json'), numbers)).toThrow(said)
    expect(readOrPutAside(join(folder, 'a.json'), numbers)).toBeNull()
    expect(readFileSync(join(folder, 'a.json.damaged'), 'utf8')).toBe(junk)
  })
})

describe('what is not known is not written over', () => {
  const random = (size: number) => Buffer.alloc(size, 7)
  const desk = { id: 'desk-of-maria', name: 'Sportello', address: '192.0.2.7' }

  it('paired desks that cannot be read for a moment stay paired', () => {
    const secret = new PairedDesks(folder).add(desk, 1, random)
    const path = join(folder, 'postazioni.json')
    const written = readFileSync(path, 'utf8')
    rmSync(path)
    mkdirSync(path)
    const later = new PairedDesks(folder)
    expect(later.all).toEqual([])
    expect(() => later.known(desk.id, secret)).toThrow('EISDIR')
    expect(() => later.add({ ...desk, id: 'desk-of-paolo' }, 2, random)).toThrow('EISDIR')
    later.seen(desk.id, desk.address, 3)
    giveBack(path, written)
    later.seen(desk.id, desk.address, 4)
    expect(later.known(desk.id, secret)?.lastSeenAt).toBe(4)
  })

  it('a desk’s own memory that cannot be read keeps its id and its stores', () => {
    new DeskConfig(folder).opened('/archivi/a.db')
    const path = join(folder, 'desk.json')
    const written = readFileSync(path, 'utf8')
    rmSync(path)
    mkdirSync(path)
    const later = new DeskConfig(folder)
    later.opened('/archivi/b.db')
    expect(later.recentStores).toEqual(['/archivi/b.db'])
    giveBack(path, written)
    later.opened('/archivi/c.db')
    const again = new DeskConfig(folder)
    expect(again.recentStores).toEqual(['/archivi/c.db', '/archivi/a.db'])
    expect(again.deskId).toBe((JSON.parse(written) as { deskId: string }).deskId)
  })

  it('a file of secrets that holds junk takes a new password and keeps the junk aside', async () => {
    const path = join(folder, 'segreti.json')
    writeFileSync(path, '{"casella": "ab')
    const secrets = fileSecrets(path)
    expect(await secrets.get('casella')).toMatchObject({ ok: false, error: { code: 'secrets_unavailable' } })
    expect(await secrets.set('casella', 'nuova')).toMatchObject({ ok: true })
    expect(await secrets.get('casella')).toEqual({ ok: true, value: 'nuova' })
    expect(readFileSync(`${path}.damaged`, 'utf8')).toBe('{"casella": "ab')
  })
})
