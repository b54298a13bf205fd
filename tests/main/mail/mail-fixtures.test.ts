import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { liftFiles } from '@main/mail/lift-files'
import { mimeShape } from '@main/mail/mime-shape'
import { parseMail } from '@main/mail/parse-mail'
import { readMime } from '@main/mail/read-mime'
import { mailFixtures } from '../../support/mail-fixtures'

const fixtures = mailFixtures()
const squeezed = (text: string): string => text.replace(/[\s>]+/g, ' ')

describe('mails as they really come, each beside what must be read out of it', () => {
  it('are a good many', () => {
    expect(fixtures.length).toBeGreaterThanOrEqual(150)
  })

  it.each(fixtures)('$name', async ({ raw, expected }) => {
    const mail = await parseMail(raw)
    const { quotedHas = [], visibleHas = [], visibleLacks = [], folded, date, attachments, ...rest } = expected
    expect(mail).toMatchObject(rest)
    for (const words of quotedHas as string[]) {
      expect(squeezed(mail.quoted)).toContain(squeezed(words))
      expect(squeezed(mail.visible)).not.toContain(squeezed(words))
    }
    for (const words of visibleHas as string[]) expect(mail.visible).toContain(words)
    for (const words of visibleLacks as string[]) expect(mail.visible).not.toContain(words)
    if (folded !== undefined) expect(mail.quoted).toBe(folded)
    if (date !== undefined) expect(mail.date === null ? null : new Date(mail.date).toISOString()).toBe(date)
    if (attachments !== undefined) {
      expect(mail.attachments.map(({ name }) => name)).toHaveLength((attachments as unknown[]).length)
      expect(mail.attachments).toMatchObject(attachments as object[])
    }
    // The store names files by these, and hashes them no second time.
    for (const { content, sha256 } of mail.attachments)
      expect(createHash('sha256').update(content).digest('hex')).toBe(sha256)
    // Whatever was folded away is still there: nothing of the text is lost.
    if (mail.error === null) expect(squeezed(mail.visible).length).toBeLessThanOrEqual(squeezed(mail.text).length)
  })

  it('read the same whether their files are lifted out first or read where they stand', async () => {
    let lifted = 0
    for (const { name, raw } of fixtures) {
      const [first, second] = await Promise.all([1, Infinity].map((least) => readMime(raw, least).catch(String)))
      expect(first, name).toEqual(second)
      lifted += liftFiles(raw, mimeShape(raw), 1)?.files.size ?? 0
    }
    expect(lifted).toBeGreaterThan(20)
  })
})
