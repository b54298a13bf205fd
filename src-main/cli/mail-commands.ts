import { createReadStream } from 'node:fs'
import { readFile, readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Command } from 'commander'
import { appError } from '@shared/kernel/app-error'
import type { ParsedMail } from '@shared/mail/parsed-mail'
import { plainParser } from '@main/jobs/mail-adapters'
import { systemClock } from '@main/platform/clock'
import { secureRandom } from '@main/platform/random'
import { receiveMails } from '@main/features/mail/receive-mails'
import { CommandRefused, makeOutput } from './output'
import { globalOptions } from './options'
import { unwrap, withEngine } from './with-engine'

interface MailFile {
  readonly file: string
  readonly raw: Uint8Array
}

export const parseMailCommand = (program: Command): void => {
  program
    .command('parse-mail <paths...>')
    .description('the same parser without a store: .eml, mbox, Maildir')
    .action(async (paths: string[], _options: unknown, command: Command) => {
      const output = makeOutput(globalOptions(command).json)
      const parser = plainParser()
      for await (const { file, raw } of mailsIn(paths)) {
        const mail = await parser.parse(raw)
        output.row({ file, ...facts(mail) }, `${file}  ${mail.kind}  ${mail.from?.address ?? ''}  ${mail.subject}`)
      }
      await parser.close()
    })
}

const facts = (mail: ParsedMail): Record<string, unknown> => ({
  kind: mail.kind,
  from: mail.from,
  to: mail.to,
  cc: mail.cc,
  replyTo: mail.replyTo,
  subject: mail.subject,
  date: mail.date === null ? null : new Date(mail.date).toISOString(),
  messageId: mail.messageId,
  inReplyTo: mail.inReplyTo,
  references: mail.references,
  text: mail.text,
  html: mail.html,
  visible: mail.visible,
  attachments: mail.attachments.map(({ content: _bytes, ...rest }) => rest),
  pec: mail.pec,
  error: mail.error,
})

export const importMailCommand = (program: Command): void => {
  program
    .command('import-mail <store> <paths...>')
    .description('.eml files, mbox files and Maildir folders, through the same path as the mailbox')
    .action(async (path: string, paths: string[], _options: unknown, command: Command) => {
      const { json, as } = globalOptions(command)
      const output = makeOutput(json)
      const parser = plainParser()
      await withEngine(path, as, async ({ engine }) => {
        const parts = {
          current: engine.current,
          clock: systemClock,
          random: secureRandom,
          logger: engine.logger,
          parser,
        }
        for await (const { file, raw } of mailsIn(paths)) {
          const [received] = unwrap(
            await receiveMails(parts, { mailboxId: null, lease: null, acknowledge: false }, [
              { raw, uid: null, receivedAt: null, size: raw.byteLength, problem: null },
            ]),
          )
          if (!received) continue
          const { outcome, ticketNumber, parsed } = received
          output.row(
            {
              file,
              outcome,
              ticket: ticketNumber,
              messageId: parsed.messageId,
              from: parsed.from?.address ?? null,
              subject: parsed.subject,
              attachments: parsed.attachments.length,
            },
            `${outcome.padEnd(12)} ${ticketNumber ?? '-'}  ${file}`,
          )
        }
      })
      await parser.close()
    })
}

/** Files as they are, mbox files cut at their `From ` lines, folders (a Maildir's `cur` and `new` among them) in order. */
async function* mailsIn(paths: readonly string[]): AsyncGenerator<MailFile> {
  for (const path of paths) {
    const found = await stat(path).catch(() => null)
    if (found === null) throw new CommandRefused(appError('file_unreadable', { details: { file: basename(path) } }))
    if (found.isDirectory()) {
      const names = (await readdir(path)).filter((name) => !name.startsWith('.')).sort()
      yield* mailsIn(names.filter((name) => name !== 'tmp').map((name) => join(path, name)))
    } else if (await startsLikeMbox(path)) yield* mboxMails(path)
    else yield { file: path, raw: await readFile(path) }
  }
}

const startsLikeMbox = async (path: string): Promise<boolean> => {
  for await (const chunk of createReadStream(path, { end: 4 })) return String(chunk) === 'From '
  return false
}

async function* mboxMails(path: string): AsyncGenerator<MailFile> {
  let lines: string[] = []
  let count = 0
  const lastWasEmpty = (): boolean => lines.length === 0 || lines.at(-1) === ''
  // latin1 keeps every byte as it is.
  for await (const line of createInterface({ input: createReadStream(path, 'latin1'), crlfDelay: Infinity })) {
    if (line.startsWith('From ') && (count === 0 || lastWasEmpty())) {
      if (count > 0) yield { file: `${path}#${count}`, raw: Buffer.from(lines.join('\r\n'), 'latin1') }
      count += 1
      lines = []
    } else lines.push(line.replace(/^>(>*From )/, '$1'))
  }
  if (count > 0) yield { file: `${path}#${count}`, raw: Buffer.from(lines.join('\r\n'), 'latin1') }
}
