import { type ChildProcess, spawn } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'

export const APP_SECRET = 'segreto-della-app-di-prova'
const ENTRY = resolve(import.meta.dirname, '../../src-main/relay/entry.ts')

export interface RelayUnderTest {
  readonly child: ChildProcess
  readonly url: string
  readonly folder: string
  readonly secrets: { readonly verifyToken: string; readonly deskToken: string; readonly appSecret: string }
  /** Sends a webhook as Meta does; `sign` other than the app's secret makes a wrong signature. */
  webhook(body: string, sign?: string): Promise<Response>
  /** Ends it at once, as a power cut would. */
  kill(): Promise<void>
}

/** The real relay in a process of its own, from its sources unless a `program` says otherwise. */
export const startRelay = async (
  folder: string,
  args: readonly string[] = [],
  program: readonly string[] = ['--import', 'tsx', ENTRY],
): Promise<RelayUnderTest> => {
  const child = spawn(process.execPath, [...program, folder, '--port', '0', ...args], {
    env: { ...process.env, CANTONIERE_RELAY_APP_SECRET: APP_SECRET },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let told = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (told += text))
  const ended = once(child, 'exit')
  const line = await new Promise<string>((done, fail) => {
    let text = ''
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk
      if (text.includes('\n')) done(text.slice(0, text.indexOf('\n')))
    })
    void ended.then(() => fail(new Error(`the relay ended: ${told}`)))
  })
  const { url } = JSON.parse(line) as { url: string }
  const secrets = JSON.parse(await readFile(join(folder, 'relay.json'), 'utf8')) as RelayUnderTest['secrets']
  return {
    child,
    url,
    folder,
    secrets,
    webhook: (body, sign = APP_SECRET) =>
      fetch(`${url}/webhook`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-hub-signature-256': `sha256=${createHmac('sha256', sign).update(body).digest('hex')}`,
        },
        body,
      }),
    kill: async () => {
      child.kill('SIGKILL')
      await ended
    },
  }
}
