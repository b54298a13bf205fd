import { expect, it } from 'vitest'
import { htmlToPlainText } from '@main/mail/html-text'
import { hasOddName } from '@main/mail/name-repair'

// A pattern that goes back over such a run needs minutes for it: far beyond the time that a test has.
it('is done with a million spaces, and with a header of quotes alone, while somebody waits', () => {
  expect(htmlToPlainText(`<pre>-- \nfine   \n${' '.repeat(900_000)}x</pre>`)).toMatch(/^-- \nfine\n +x$/)
  for (const run of ['name="a ', 'name*1= '])
    expect(hasOddName(`Content-Type: text/plain; name="${run.repeat(60_000)}\r\n\r\n`)).toBe(false)
})
