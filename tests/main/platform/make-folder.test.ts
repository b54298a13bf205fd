import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeFolder } from '@main/platform/make-folder'

let home: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'make-folder-'))
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

describe('a folder that a person named', () => {
  it('is made with those above it, and may be there already', () => {
    const path = join(home, 'uno', 'due')
    makeFolder(path)
    makeFolder(path)
    expect(statSync(path).isDirectory()).toBe(true)
  })

  it('is refused where a file stands in its way, or above it', () => {
    const file = join(home, 'lettera.txt')
    writeFileSync(file, '')
    expect(() => makeFolder(file)).toThrow('not a folder')
    expect(() => makeFolder(join(file, 'dentro'))).toThrow('not a folder')
  })

  it.skipIf(!existsSync('/proc/self'))('is refused at once where nothing can be made', () => {
    expect(() => makeFolder('/proc/copie/2026')).toThrow('ENOENT')
  })
})
