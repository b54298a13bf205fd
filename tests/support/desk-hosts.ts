import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { chromium, type Page } from 'playwright-core'
import type { Result } from '@shared/kernel/result'
import { CHROMIUM_FLAGS, chromiumMissing, chromiumPath, electronFlags, electronMissing } from './browsers'
import { launchElectron } from './launch-electron'

/** Milliseconds until a page counts as stuck: a machine with every core taken is slow, not broken. */
const PATIENCE = 90_000

const root = resolve(import.meta.dirname, '../..')

export const HOSTS = ['web', 'electron'] as const
export type HostKind = (typeof HOSTS)[number]

/** Why journeys of this kind cannot run here, or null when they can. */
export const hostMissing = (kind: HostKind): string | null => (kind === 'web' ? chromiumMissing() : electronMissing())

export interface DeskOptions {
  readonly userFolder: string
  readonly store?: string
  readonly demo?: boolean
  /** Added to the web host's environment. */
  readonly env?: Readonly<Record<string, string>>
  /** Where the desktop puts files that its page gives out. */
  readonly downloads?: string
}

/** A whole desk as a person has it before them: host, engine and page. */
export interface DeskUnderTest {
  readonly page: Page
  /** Where the page was first opened: the web host's with its one-time key. */
  readonly address: string
  /** What the page complained of: exceptions and errors on its console (a refused load is one). */
  readonly complaints: readonly string[]
  /** A call of the contract, made from inside the page over a real line; the web's is a second line of its own. */
  call<T = unknown>(name: string, input: unknown): Promise<Result<T>>
  /** Brings that line into the session of whoever has signed in on the page. */
  join(): Promise<void>
  /** Names of the events that came over that line. */
  events(): Promise<string[]>
  enginePid(): Promise<number>
  /** The path of the next file that the page gives out. */
  downloaded(): Promise<string>
  close(): Promise<void>
}

interface PageLine {
  invoke(name: string, input: unknown): Promise<unknown>
  readonly seen: string[]
}
type PageWindow = typeof globalThis & {
  deskTest?: PageLine
  desk?: {
    invoke: PageLine['invoke']
    subscribe(listener: (event: { name: string; payload: unknown }) => void): void
  }
}

const argumentsOf = ({ userFolder, store, demo }: DeskOptions): string[] => [
  '--user-data',
  userFolder,
  ...(store === undefined ? [] : ['--store', store]),
  ...(demo ? ['--demo'] : []),
]

const listenTo = (page: Page): string[] => {
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  return complaints
}

/** Opens a line in the page, once. It runs inside the page, so it can use nothing from here. */
const openLine = async (): Promise<void> => {
  const here = globalThis as PageWindow
  if (here.deskTest) return
  const seen: string[] = []
  if (here.desk) {
    here.desk.subscribe((event) => seen.push(event.name))
    here.deskTest = { seen, invoke: here.desk.invoke }
    return
  }
  const socket = new WebSocket(`ws://${location.host}/desk`)
  const waiting = new Map<number, (result: unknown) => void>()
  let lastId = 0
  socket.addEventListener('message', (message) => {
    const frame = JSON.parse(String(message.data)) as { id?: number; result?: unknown; event?: string }
    if (frame.event !== undefined) seen.push(frame.event)
    else if (frame.id !== undefined) waiting.get(frame.id)?.(frame.result)
  })
  const isOpen = await new Promise<boolean>((settle) => {
    socket.addEventListener('open', () => settle(true))
    socket.addEventListener('close', () => settle(false))
  })
  if (!isOpen) return
  // A line that ended answers nothing more: the next call opens another.
  socket.addEventListener('close', () => {
    delete here.deskTest
    for (const answer of waiting.values()) answer({ ok: false, error: { code: 'engine_unreachable' } })
  })
  here.deskTest = {
    seen,
    invoke: (name, input) =>
      new Promise((answer) => {
        lastId += 1
        waiting.set(lastId, answer)
        socket.send(JSON.stringify({ id: lastId, name, input }))
      }),
  }
}

const lineOf = (page: Page): Pick<DeskUnderTest, 'call' | 'join' | 'events'> => {
  const call = async <T>(name: string, input: unknown): Promise<Result<T>> => {
    await page.evaluate(openLine)
    const answer = await page.evaluate(
      ([called, given]) =>
        (globalThis as PageWindow).deskTest?.invoke(called as string, given) ?? {
          ok: false,
          error: { code: 'engine_unreachable' },
        },
      [name, input] as const,
    )
    return answer as Result<T>
  }
  return {
    call,
    join: async () => {
      const token = await page.evaluate(() => sessionStorage.getItem('desk.session'))
      const joined = await call('accounts.resume', { token })
      if (!joined.ok) throw new Error(`nobody has signed in on the page: ${joined.error.code}`)
    },
    events: () => page.evaluate(() => [...((globalThis as PageWindow).deskTest?.seen ?? [])]),
  }
}

const firstLine = async (child: ChildProcess): Promise<string> => {
  if (child.stdout === null) throw new Error('the web host has no stdout')
  const lines = createInterface({ input: child.stdout })
  const [line] = (await Promise.race([
    once(lines, 'line'),
    once(child, 'exit').then(() => {
      throw new Error('the web host ended before it named its address')
    }),
  ])) as [string]
  return line
}

const openWebDesk = async (options: DeskOptions): Promise<DeskUnderTest> => {
  const child = spawn(process.execPath, [join(root, 'out', 'main', 'web.js'), ...argumentsOf(options)], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, ...options.env },
  })
  const end = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    child.kill('SIGTERM')
    await ended
  }
  try {
    const { url } = JSON.parse(await firstLine(child)) as { url: string }
    const browser = await chromium.launch({ executablePath: chromiumPath() ?? '', args: CHROMIUM_FLAGS })
    const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, locale: 'it-IT' })
    const page = await context.newPage()
    page.setDefaultTimeout(PATIENCE)
    const complaints = listenTo(page)
    await page.goto(url).catch(async (error: unknown) => {
      await browser.close()
      throw error
    })
    return {
      page,
      address: url,
      complaints,
      ...lineOf(page),
      enginePid: () => Promise.resolve(Number(childrenOf(child).split(' ')[0])),
      downloaded: async () => (await page.waitForEvent('download')).path(),
      close: async () => {
        await browser.close()
        await end()
      },
    }
  } catch (error) {
    await end()
    throw error
  }
}

const childrenOf = ({ pid }: ChildProcess): string => readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim()

const openElectronDesk = async (options: DeskOptions): Promise<DeskUnderTest> => {
  const app = await launchElectron(options.userFolder, [root, ...electronFlags(), ...argumentsOf(options)])
  const page = await app.firstWindow({ timeout: PATIENCE })
  page.setDefaultTimeout(PATIENCE)
  const complaints = listenTo(page)
  return {
    page,
    address: page.url(),
    complaints,
    ...lineOf(page),
    enginePid: () =>
      app.evaluate(
        ({ app: main }) => main.getAppMetrics().find((process) => process.name === 'Cantoniere engine')?.pid ?? 0,
      ),
    downloaded: () =>
      app.evaluate(
        ({ session }, folder) =>
          new Promise<string>((saved) => {
            session.defaultSession.once('will-download', (_event, item) => {
              const path = `${folder}/${item.getFilename()}`
              item.setSavePath(path)
              item.once('done', () => saved(path))
            })
          }),
        options.downloads ?? '',
      ),
    close: () => app.close(),
  }
}

export const openDesk = (kind: HostKind, options: DeskOptions): Promise<DeskUnderTest> =>
  kind === 'web' ? openWebDesk(options) : openElectronDesk(options)
