import { randomBytes } from 'node:crypto'
import { resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Command } from 'commander'
import { appError } from '@shared/kernel/app-error'
import type { Result } from '@shared/kernel/result'
import { hashPassword } from '@main/features/accounts/password-hash'
import { insertUser } from '@main/features/accounts/save-user'
import { seedDefaults } from '@main/features/settings/seed-defaults'
import { DEMO_PASSWORD } from '@main/demo/demo-town'
import { makeDemoStore } from '@main/demo/make-demo-store'
import { makeFolder } from '@main/platform/make-folder'
import { asSystem } from '@main/store/audit/acting'
import { removeStore } from '@main/store/remove-store'
import { createStore, openStore } from '@main/store/open'
import { interruptible } from './interruption'
import { CommandRefused, makeOutput, type Output } from './output'
import { globalOptions, morningOf, wholeNumber } from './options'
import { type Session, unwrap, withEngine, withoutStore } from './with-engine'

export const initCommand = (program: Command): void => {
  program
    .command('init <store>')
    .description('makes an empty store with the default settings and one administrator')
    .action(async (path: string, _options: unknown, command: Command) => {
      const { json } = globalOptions(command)
      const store = unwrap(await createStore(path))
      let complete = false
      try {
        // Nobody should have to invent a first password on a command line, where it would be remembered.
        const password = randomBytes(9).toString('base64url')
        const hash = await hashPassword(password)
        const now = Date.now()
        unwrap(
          await asSystem('store.created', () =>
            store.write(async (db) => {
              await seedDefaults(db, now)
              await insertUser(
                db,
                {
                  username: 'admin',
                  displayName: 'Amministratore',
                  email: null,
                  roles: ['administrator', 'manager'],
                  active: true,
                },
                hash,
                now,
              )
            }),
          ),
        )
        complete = true
        makeOutput(json).row(
          { store: store.facts.path, username: 'admin', password },
          `${store.facts.path}\nadmin ${password}`,
        )
      } finally {
        await store.close()
        if (!complete) await removeStore(path)
      }
    })
}

interface DemoCommandOptions {
  readonly tickets: number
  readonly seed: number
  /** Epoch milliseconds. */
  readonly today?: number
}

/** From so many tickets on a demonstration is a whole town. */
const WHOLE_TOWN = 400

export const demoCommand = (program: Command): void => {
  program
    .command('demo <store>')
    .description('makes a store with a believable town')
    .option('--tickets <n>', 'how many tickets', wholeNumber, 400)
    .option('--seed <s>', 'same seed and day, same store', wholeNumber, 1)
    .option('--today <day>', 'the day that it is in that town (YYYY-MM-DD; default: today)', morningOf)
    .action(async (path: string, { today, ...options }: DemoCommandOptions, command: Command) => {
      const output = makeOutput(globalOptions(command).json)
      await interruptible((stopIfAsked) =>
        makeDemoStore(path, {
          ...options,
          // A handful of tickets is for trying something out, not for looking at a town.
          eventful: options.tickets >= WHOLE_TOWN,
          ...(today === undefined ? {} : { now: today }),
          progress: async (done, total) => {
            output.progress(`${done}/${total}`)
            if (done < total) await stopIfAsked()
          },
        }),
      )
      output.row(
        { store: path, tickets: options.tickets, seed: options.seed, password: DEMO_PASSWORD },
        `${path} (anna, maria, paolo, elena, giorgio, lettore: ${DEMO_PASSWORD})`,
      )
    })
}

export const backupCommand = (program: Command): void => {
  program
    .command('backup <store> <folder>')
    .description('online copy with checksum, attachments included')
    .action(async (path: string, folder: string, _options: unknown, command: Command) => {
      const { json, as } = globalOptions(command)
      // Whoever types a folder on a command line means it.
      const made = await withEngine(path, as, async ({ client }) => {
        try {
          makeFolder(resolve(folder))
        } catch {
          throw new CommandRefused(appError('folder_unwritable'))
        }
        return unwrap(await client.copies.make({ folder }))
      })
      makeOutput(json).row(
        made,
        `${made.file}  ${made.bytes} bytes  sha256 ${made.sha256}  ${made.attachments} attachments${made.missing > 0 ? `, ${made.missing} missing` : ''}`,
      )
    })
}

/** The office's last way in when nobody remembers the administrator's password: whoever has the file has this. */
export const setPasswordCommand = (program: Command): void => {
  program
    .command('set-password <store> <user>')
    .description('gives a person a new password, made here, and ends their sessions')
    .action(async (path: string, username: string, _options: unknown, command: Command) => {
      const { json, as } = globalOptions(command)
      const password = randomBytes(9).toString('base64url')
      await withEngine(path, as, async ({ client }) => {
        const { users } = unwrap(await client.accounts.list({}))
        const user = users.find((one) => one.username === username)
        if (user === undefined) throw new CommandRefused(appError('not_found', { field: 'user' }))
        unwrap(await client.accounts.setPassword({ id: user.id, password }))
      })
      makeOutput(json).row({ username, password }, `${username} ${password}`)
    })
}

/** How many were found and the first of them; files of no ticket are rubbish of a crash, and go by themselves. */
const foundIn = ({ name, found, detail }: { name: string; found: number; detail: string }): readonly string[] => {
  if (found === 0) return []
  return name === 'orphans' ? [`${found} of no ticket, removed after a week`] : [`${found}`, detail].filter(Boolean)
}

export const verifyCommand = (program: Command): void => {
  program
    .command('verify <store>')
    .description('integrity, orphans, numbering, search index against rows')
    .action(async (path: string, _options: unknown, command: Command) => {
      const { json, as } = globalOptions(command)
      const report = await withEngine(path, as, async ({ client }) => unwrap(await client.desk.verify({})))
      const output = makeOutput(json)
      for (const check of report.checks)
        output.row(check, `${check.ok ? 'ok   ' : 'WRONG'} ${[check.name, ...foundIn(check)].join(' ')}`)
      if (!report.ok) process.exitCode = 1
    })
}

/** A desk that was killed counts as inside until its beat has stood still for a minute: as long as that, it is waited for. */
const GONE_PATIENCE_MS = 80_000

const overGoneDesks = async <T>(restore: () => Promise<Result<T>>, output: Output): Promise<Result<T>> => {
  const end = performance.now() + GONE_PATIENCE_MS
  for (let isFirst = true; ; isFirst = false) {
    const restored = await restore()
    if (restored.ok || restored.error.code !== 'desks_inside' || performance.now() > end) return restored
    if (isFirst)
      output.progress(`inside: ${String(restored.error.details?.['desks'])}; waiting up to 80 s for it to leave`)
    await sleep(5000)
  }
}

export const restoreCommand = (program: Command): void => {
  program
    .command('restore <copy> <store>')
    .description('puts a copy back in place; the old store is kept beside it')
    .action(async (copy: string, path: string, _options: unknown, command: Command) => {
      const { json, as } = globalOptions(command)
      const input = { file: resolve(copy), target: resolve(path) }
      const output = makeOutput(json)
      const restore = async ({ client }: Session) =>
        unwrap(await overGoneDesks(() => client.copies.restore(input), output))
      // Over a store that opens only who manages it may put a copy; over a damaged or lost one nobody can sign in.
      const present = await openStore(input.target)
      if (present.ok) await present.value.close()
      const { kept } = present.ok ? await withEngine(path, as, restore) : await withoutStore(restore)
      output.row({ store: input.target, kept }, `${input.target}${kept === null ? '' : `\n${kept} (kept)`}`)
    })
}
