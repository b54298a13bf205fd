import { mkdtemp, readFile, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { writePrivateFile } from '@main/platform/private-file'
import { fileSecrets } from '@main/platform/secrets'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'secrets-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

describe('a desk’s secrets in a file', () => {
  it('loses none when several are written at once', async () => {
    const secrets = fileSecrets(join(folder, 'segreti.json'))
    const keys = Array.from({ length: 12 }, (_, n) => `casella-${n}`)
    await Promise.all(keys.map((key) => secrets.set(key, `chiave di ${key}`)))
    const kept = await Promise.all(keys.map((key) => secrets.get(key)))
    expect(kept).toEqual(keys.map((key) => ({ ok: true, value: `chiave di ${key}` })))
    expect(await readdir(folder)).toEqual(['segreti.json'])
    if (process.platform !== 'win32') expect((await stat(join(folder, 'segreti.json'))).mode & 0o777).toBe(0o600)
  })

  it('is on Windows this user’s alone before there is anything in it', async () => {
    const seen: unknown[] = []
    const run = async (program: string, args: readonly string[]) => {
      seen.push([program.endsWith('icacls.exe'), args[1], args[2], args[3]?.endsWith(':(F)')])
      seen.push(await readFile(args[0] ?? '', 'utf8'))
    }
    await writePrivateFile(join(folder, 's.json'), 'segreto', { platform: 'win32', run })
    expect(seen).toEqual([[true, '/inheritance:r', '/grant:r', true], ''])
    expect(await readFile(join(folder, 's.json'), 'utf8')).toBe('segreto')
    const refused = () => Promise.reject(new Error('denied'))
    await expect(writePrivateFile(join(folder, 't.json'), 'x', { platform: 'win32', run: refused })).rejects.toThrow(
      'denied',
    )
    expect(await readdir(folder)).toEqual(['s.json'])
  })
})
