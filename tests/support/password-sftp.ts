import { spawn } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Duplex } from 'node:stream'

const SFTP_SERVER = '/usr/lib/openssh/sftp-server'
export const SFTP_PASSWORD = 'una password con spazi'

/** What of the library's server is used here; it comes along with the client that the desk ships. */
interface Ssh2 {
  readonly Server: new (
    config: { readonly hostKeys: readonly string[] },
    connected: (client: Client) => void,
  ) => {
    listen(port: number, host: string, done: () => void): void
    address(): { readonly port: number }
    close(done: () => void): void
  }
}
interface Attempt {
  readonly method: string
  readonly username: string
  readonly password?: string
  accept(): void
  reject(methods?: readonly string[]): void
  prompt(prompts: readonly { prompt: string; echo: boolean }[], answer: (answers: readonly string[]) => void): void
}
interface Client {
  on(event: 'authentication', heard: (attempt: Attempt) => void): Client
  on(event: 'session', heard: (accept: () => Session) => void): Client
  on(event: 'error', heard: () => void): Client
  end(): void
}
interface Session {
  on(event: 'subsystem', heard: (accept: () => Duplex, reject: () => void, info: { name: string }) => void): void
}

/** Why there is no SFTP server to test against; null when there is. */
export const sftpServerMissing = (): string | null =>
  existsSync(SFTP_SERVER) ? null : `${SFTP_SERVER} is not installed`

export interface PasswordSftp {
  readonly port: number
  readonly folder: string
  /** `interactive`: it asks for the password in words, as servers with PAM do, and takes no other way. */
  asks: 'password' | 'interactive'
  readonly close: () => Promise<void>
}

/** OpenSSH's own SFTP behind a door that opens to one name and one password. */
export const startPasswordSftp = async (): Promise<PasswordSftp> => {
  const require = createRequire(createRequire(import.meta.url).resolve('ssh2-sftp-client'))
  const { Server } = require('ssh2') as Ssh2
  const folder = await mkdtemp(join(tmpdir(), 'sftp-'))
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'pkcs1', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  })
  const clients = new Set<Client>()
  const state: { asks: PasswordSftp['asks'] } = { asks: 'password' }
  const open = (attempt: Attempt): void => {
    const methods = [state.asks === 'password' ? 'password' : 'keyboard-interactive']
    if (attempt.username !== 'sito' || !methods.includes(attempt.method)) return attempt.reject(methods)
    const decide = (password: string | undefined): void =>
      password === SFTP_PASSWORD ? attempt.accept() : attempt.reject(methods)
    if (attempt.method === 'password') return decide(attempt.password)
    attempt.prompt([{ prompt: 'Password: ', echo: false }], ([password]) => decide(password))
  }
  const server = new Server({ hostKeys: [privateKey] }, (client) => {
    clients.add(client)
    client
      .on('authentication', open)
      .on('error', () => undefined)
      .on('session', (accept) => {
        accept().on('subsystem', (take, reject, { name }) => {
          if (name !== 'sftp') return reject()
          const stream = take()
          const child = spawn(SFTP_SERVER, [], { stdio: ['pipe', 'pipe', 'ignore'] })
          stream.pipe(child.stdin)
          child.stdout.pipe(stream)
          stream.once('close', () => child.kill())
        })
      })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return Object.assign(state, {
    port: server.address().port,
    folder,
    close: async () => {
      for (const client of clients) client.end()
      await new Promise<void>((done) => server.close(done))
      await rm(folder, { recursive: true, force: true })
    },
  })
}
