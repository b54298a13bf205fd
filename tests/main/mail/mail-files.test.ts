import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { mailsIn } from '@main/cli/mail-files'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mbox-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

it('an mbox is cut at its postmarks, also where a program left out the empty line before one', async () => {
  const path = join(folder, 'posta.mbox')
  const postmark = 'From mario@cittadini.example Mon Nov 23 09:12:00 2026'
  const text = [
    postmark,
    'Subject: Uno',
    '',
    'Buongiorno,',
    'From qui si vede la buca.',
    postmark,
    'Subject: Due',
    '',
    '>From qui no.',
    '',
    postmark,
    'Subject: Tre',
    '',
  ]
  await writeFile(path, text.join('\n'))
  const mails: string[] = []
  for await (const { raw } of mailsIn([path], 1_000_000)) mails.push(Buffer.from(raw).toString('latin1'))
  expect(mails.map((mail) => /Subject: ([^\r]*)/.exec(mail)?.[1])).toEqual(['Uno', 'Due', 'Tre'])
  expect(mails[0]).toContain('From qui si vede')
  expect(mails[1]).toContain('\r\nFrom qui no.')
})
