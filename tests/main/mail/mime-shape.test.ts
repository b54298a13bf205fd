import { describe, expect, it } from 'vitest'
import { MAX_PARTS, isOverLimit, mimeShape } from '@main/mail/mime-shape'

const part = 'Content-Type: text/plain\n\nUna riga.\n'

describe('the shape of a mail', () => {
  it('counts the parts of a mail within a mail, whatever lines of dashes stand between them', () => {
    const inner = `Content-Type: multipart/mixed; boundary=in\n\n--in\n${part}----\n${`--in\n${part}`.repeat(MAX_PARTS + 1)}--in--\n`
    const mail = `Content-Type: multipart/mixed; boundary=out\n\n--out\nContent-Type: message/rfc822\n\n${inner}--out--\n`
    expect(isOverLimit(mimeShape(Buffer.from(mail)))).toBe(true)
  })
})
