import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface MailFixture {
  /** `quotes/outlook-it`. */
  readonly name: string
  readonly raw: Buffer
  /** What must be read out of it: a part of the parsed mail, or one of the words that the test knows. */
  readonly expected: Readonly<Record<string, unknown>>
}

const ROOT = fileURLToPath(new URL('../fixtures/mail', import.meta.url))

/** Our own mails, each lying beside what must be understood of it. */
export const mailFixtures = (): MailFixture[] =>
  readdirSync(ROOT, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.json'))
    .sort()
    .map((path) => {
      const name = path.slice(0, -'.json'.length).replaceAll('\\', '/')
      return {
        name,
        raw: readFileSync(join(ROOT, `${name}.eml`)),
        expected: JSON.parse(readFileSync(join(ROOT, path), 'utf8')) as Record<string, unknown>,
      }
    })
