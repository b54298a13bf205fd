import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isNoReply, normaliseEmail, parseMailbox } from '@shared/contacts/email-address'

describe('mail addresses', () => {
  it.each([
    [' Mario.Rossi@Example.IT ', 'mario.rossi@example.it'],
    ['mailto:a@b.it', 'a@b.it'],
    ['<a@b.it>', 'a@b.it'],
    ['a@b.it;', 'a@b.it'],
    ['"mario rossi"@b.it', '"mario rossi"@b.it'],
    ['giosuè@città.it', 'giosuè@città.it'],
  ])('reads %s', (text, address) => {
    expect(normaliseEmail(text)).toBe(address)
  })

  it.each([
    '',
    '@',
    'mario',
    'mario@',
    '@example.it',
    'a b@c.it',
    'a@b@c.it',
    'a@b.it, c@d.it',
    `${'a'.repeat(400)}@b.it`,
  ])('refuses %s', (text) => {
    expect(normaliseEmail(text)).toBeNull()
  })

  it('splits the name from the address', () => {
    expect(parseMailbox('"Rossi, Mario" <Mario@Example.it>')).toEqual({
      address: 'mario@example.it',
      name: 'Rossi, Mario',
    })
    expect(parseMailbox('Ufficio  <Relazioni> <urp@example.it>')?.name).toBe('Ufficio <Relazioni>')
    expect(parseMailbox('mario@example.it')).toEqual({ address: 'mario@example.it', name: '' })
    expect(parseMailbox("'mario@example.it' <mario@example.it>")?.name).toBe('')
    expect(parseMailbox('Mario Rossi')).toBeNull()
    expect(parseMailbox('Mario <>')).toBeNull()
  })

  it.each([
    'noreply@example.it',
    'no-reply@example.it',
    'No_Reply@example.it',
    'no.reply+12@example.it',
    'noreply-123@example.it',
    'donotreply@example.it',
    'do-not-reply@example.it',
    'nonrispondere@example.it',
    'non.rispondere@example.it',
    'avvisi-noreply@example.it',
    'MAILER-DAEMON@example.it',
    'postmaster@example.it',
    'bounces+abc=b.it@example.it',
    'posta-certificata@gestore.example',
    '',
  ])('knows that nobody reads %s', (address) => {
    expect(isNoReply(address)).toBe(true)
  })

  it.each(['nora.replica@example.it', 'norberto@example.it', 'mario@noreply.example.it', 'postmasters@example.it'])(
    'writes to %s',
    (address) => {
      expect(isNoReply(address)).toBe(false)
    },
  )

  it('never throws, and settles at the first go', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.emailAddress()), (text) => {
        parseMailbox(text)
        isNoReply(text)
        const once = normaliseEmail(text)
        expect(once && normaliseEmail(once)).toBe(once)
      }),
    )
  })
})
