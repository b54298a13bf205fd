import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startDovecot } from './dovecot-server'
import { freePorts } from './free-ports'
import { startPostfix } from './postfix-server'
import type { MailAccount } from './mail-account'

const BINARIES = [
  '/usr/sbin/dovecot',
  '/usr/lib/dovecot/lmtp',
  '/usr/lib/dovecot/imap-login',
  '/usr/sbin/postfix',
  '/usr/bin/openssl',
]

/** Why real mail servers cannot be started here, or null when they can. */
export const mailServersMissing = (): string | null => {
  if (process.platform !== 'linux') return 'Dovecot and Postfix are only started on Linux'
  if (process.getuid?.() !== 0) return 'Dovecot and Postfix need root to start'
  const missing = BINARIES.filter((path) => !existsSync(path))
  return missing.length === 0
    ? null
    : `not installed: ${missing.join(', ')} (Debian packages dovecot-imapd, dovecot-lmtpd, postfix, openssl)`
}

export interface MailServers {
  readonly host: string
  readonly imapsPort: number
  /** IMAP without TLS that offers STARTTLS. */
  readonly imapPort: number
  readonly smtpsPort: number
  /** SMTP that offers STARTTLS; AUTH only after it. */
  readonly smtpPort: number
  readonly accounts: readonly MailAccount[]
  /** SHA-256 of the servers' own certificate, as `AA:BB:…`: what a person would pin. */
  readonly fingerprint: string
  /** The certificate in PEM, for clients that trust it as an authority. */
  readonly certificate: string
  /** Puts a raw message into INBOX (or another folder) behind the clients' back, as delivery does. */
  readonly deliver: (address: string, raw: string | Uint8Array, folder?: string) => Promise<void>
  /** Lays raw messages straight into INBOX, many at once, as if they had come so many days ago. */
  readonly fill: (address: string, raws: Iterable<string | Uint8Array>, daysAgo: number) => Promise<void>
  /** How many messages a folder holds. */
  readonly count: (address: string, folder?: string) => Promise<number>
  /** Raw messages lying in a folder, oldest first. */
  readonly messages: (address: string, folder?: string) => Promise<string[]>
  /** IMAP flags of every message of a folder, oldest first, such as `\\Seen`. */
  readonly flags: (address: string, folder?: string) => Promise<string[]>
  /** Gives the folder a new UIDVALIDITY, as a server that was rebuilt does. */
  readonly renewUidValidity: (address: string, folder?: string) => Promise<void>
  readonly removeAll: (address: string, folder?: string) => Promise<void>
  /** Moves one mail of INBOX, as a command that nobody heard the answer of. */
  readonly move: (address: string, uid: string, folder: string) => Promise<void>
  /** Copies one mail of INBOX there. */
  readonly copy: (address: string, uid: string, folder: string) => Promise<void>
  /** What the next mail of a folder will be named by. */
  readonly standing: (address: string, folder: string) => Promise<{ uidValidity: number; uidNext: number }>
  /** Cuts every open IMAP connection from the server's side. */
  readonly kick: (address: string) => Promise<void>
  /** What the servers logged, for a failing test's message. */
  readonly logs: () => Promise<string>
  readonly stop: () => Promise<void>
}

const makeCertificate = (directory: string) => {
  execFileSync(
    'openssl',
    [
      ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2'],
      ...['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'],
      ...['-keyout', join(directory, 'key.pem'), '-out', join(directory, 'cert.pem')],
    ],
    { stdio: 'ignore' },
  )
}

/**
 * A shell that waits for this process to end, however it ends (a crash, a SIGKILL), and then removes the servers. Its
 * standard input is the pipe whose closing it notices.
 */
const startWatchdog = (directory: string, dovecot: number | undefined): ChildProcess => {
  const script = `cat >/dev/null; /usr/sbin/postfix -c "$1/postfix" abort; kill "$2"; sleep 1; rm -rf "$1"`
  const watchdog = spawn('sh', ['-c', script, 'sh', directory, String(dovecot ?? '')], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  })
  watchdog.unref()
  return watchdog
}

/** Dovecot and Postfix on free loopback ports, with a throw-away folder and a certificate of their own. */
export const startMailServers = async (
  accounts: readonly MailAccount[],
  {
    isStripping = false,
    ...options
  }: {
    /** Where the server asks about tokens: XOAUTH2 beside passwords. */
    readonly introspectionUrl?: string
    /** What the IMAP server says that it can, instead of what it can. */
    readonly capability?: string
    /** Takes away what tells that a machine answers, as some gateways do. */
    readonly isStripping?: boolean
  } = {},
): Promise<MailServers> => {
  const directory = await mkdtemp(join(tmpdir(), 'cantoniere-mail-'))
  await chmod(directory, 0o755)
  makeCertificate(directory)
  const [imapPort, imapsPort, lmtpPort, authPort, smtpPort, smtpsPort] = await freePorts(6)
  const dovecot = await startDovecot({ directory, accounts, imapPort, imapsPort, lmtpPort, authPort, ...options })
  const watchdog = startWatchdog(directory, dovecot.pid)
  const postfix = await startPostfix({
    directory,
    accounts,
    lmtpPort,
    authPort,
    smtpPort,
    smtpsPort,
    isStripping,
  }).catch(async (error: unknown) => {
    watchdog.kill('SIGKILL')
    await dovecot.stop()
    await rm(directory, { recursive: true, force: true })
    throw error
  })
  const certificate = await readFile(join(directory, 'cert.pem'), 'utf8')
  return {
    host: '127.0.0.1',
    imapPort,
    imapsPort,
    smtpPort,
    smtpsPort,
    accounts,
    fingerprint: new X509Certificate(certificate).fingerprint256,
    certificate,
    deliver: dovecot.deliver,
    fill: dovecot.fill,
    count: dovecot.count,
    messages: dovecot.messages,
    flags: dovecot.flags,
    renewUidValidity: dovecot.renewUidValidity,
    removeAll: dovecot.removeAll,
    move: dovecot.move,
    copy: dovecot.copy,
    standing: dovecot.standing,
    kick: dovecot.kick,
    logs: async () => `${await dovecot.log()}\n${await postfix.log()}`,
    stop: async () => {
      watchdog.kill('SIGKILL')
      await postfix.stop()
      await dovecot.stop()
      await rm(directory, { recursive: true, force: true })
    },
  }
}
