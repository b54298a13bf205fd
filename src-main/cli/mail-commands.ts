import type { Command } from 'commander'
import type { ParsedMail } from '@shared/mail/parsed-mail'
import { threadedParser } from '@main/jobs/mail-adapters'
import { MAX_MAIL_BYTES } from '@main/mail/mail-limits'
import { systemClock } from '@main/platform/clock'
import { secureRandom } from '@main/platform/random'
import { receiveMails } from '@main/features/mail/receive-mails'
import { interruptible } from './interruption'
import { type MailFile, mailPaths, mailsIn } from './mail-files'
import { makeOutput, type Output } from './output'
import { globalOptions } from './options'
import { allow, unwrap, withEngine } from './with-engine'

/** As many mails, or bytes of them, as are read ahead of one write. */
const BATCH_MAILS = 25
const BATCH_BYTES = 32 * 1024 * 1024

const problemOf = ({ size }: MailFile): 'too_large' | null => (size > MAX_MAIL_BYTES ? 'too_large' : null)

export const parseMailCommand = (program: Command): void => {
  program
    .command('parse-mail <paths...>')
    .description('the same parser without a store: .eml, mbox, Maildir')
    .action(async (paths: string[], _options: unknown, command: Command) => {
      const output = makeOutput(globalOptions(command).json)
      const files = await mailPaths(paths)
      const parser = threadedParser()
      try {
        for await (const one of mailsIn(files, MAX_MAIL_BYTES)) {
          const mail =
            problemOf(one) === null ? await parser.parse(one.raw) : await parser.parseHead(one.raw, 'mail_too_large')
          output.row(
            { file: one.file, ...facts(mail) },
            `${one.file}  ${mail.kind}  ${mail.from?.address ?? ''}  ${mail.subject}`,
          )
        }
      } finally {
        await parser.close()
      }
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
      const files = await mailPaths(paths)
      await interruptible((stopIfAsked) =>
        withEngine(path, as, async (session) => {
          allow(session, 'mail.read', 'tickets.create')
          const { engine } = session
          const parser = threadedParser()
          const parts = {
            current: engine.current,
            clock: systemClock,
            random: secureRandom,
            logger: engine.logger,
            parser,
          }
          try {
            for await (const batch of batchesOf(mailsIn(files, MAX_MAIL_BYTES))) {
              await stopIfAsked()
              await importBatch(parts, batch, output)
            }
          } finally {
            await parser.close()
          }
        }),
      )
    })
}

/** As from a mailbox: many mails a write, each under a savepoint of its own. A line per mail once it is written. */
const importBatch = async (
  parts: Parameters<typeof receiveMails>[0],
  batch: readonly MailFile[],
  output: Output,
): Promise<void> => {
  const received = unwrap(
    await receiveMails(
      parts,
      { mailboxId: null, lease: null, acknowledge: false },
      batch.map((one) => ({ raw: one.raw, uid: null, receivedAt: null, size: one.size, problem: problemOf(one) })),
    ),
  )
  for (const [index, { outcome, ticketNumber, parsed }] of received.entries()) {
    const file = batch[index]?.file ?? ''
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
}

async function* batchesOf(mails: AsyncIterable<MailFile>): AsyncGenerator<MailFile[]> {
  let batch: MailFile[] = []
  let bytes = 0
  for await (const mail of mails) {
    batch.push(mail)
    bytes += mail.raw.byteLength
    if (batch.length < BATCH_MAILS && bytes < BATCH_BYTES) continue
    yield batch
    batch = []
    bytes = 0
  }
  if (batch.length > 0) yield batch
}
