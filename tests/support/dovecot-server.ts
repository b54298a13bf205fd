import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { chmod, chown, mkdir, readFile, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { MailAccount } from './mail-account'
import { untilListening } from './until-listening'

const run = promisify(execFile)

interface DovecotOptions {
  readonly directory: string
  readonly accounts: readonly MailAccount[]
  readonly imapPort: number
  readonly imapsPort: number
  readonly lmtpPort: number
  readonly authPort: number
  readonly introspectionUrl?: string
  /** What the server says that it can once signed in, instead of what it can. */
  readonly capability?: string
}

/** Tokens are asked about at the provider; one that it knows names its user. */
const tokenPassdb = (directory: string): string => `
passdb {
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = ${directory}/dovecot-oauth2.conf
}`

const tokenConfiguration = (url: string): string => `
introspection_mode = auth
introspection_url = ${url}
username_attribute = email
active_attribute = active
active_value = true
`

const configuration = (o: DovecotOptions): string => `
base_dir = ${o.directory}/dovecot
state_dir = ${o.directory}/dovecot-state
log_path = ${o.directory}/dovecot.log
protocols = imap lmtp
listen = 127.0.0.1
ssl = yes
ssl_cert = <${o.directory}/cert.pem
ssl_key = <${o.directory}/key.pem
disable_plaintext_auth = yes
login_trusted_networks =
auth_mechanisms = plain login${o.introspectionUrl === undefined ? '' : ' xoauth2 oauthbearer'}
auth_failure_delay = 0
# A wrong password in one test must not slow down the next.
service anvil {
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
mail_location = maildir:~/Maildir
mail_uid = mail
mail_gid = mail
first_valid_uid = 1
first_valid_gid = 1
mail_max_userip_connections = 50
${o.capability === undefined ? '' : `imap_capability = ${o.capability}`}
namespace inbox {
  inbox = yes
  separator = /
  mailbox Sent {
    auto = create
    special_use = \\Sent
  }
}
${o.introspectionUrl === undefined ? '' : tokenPassdb(o.directory)}
passdb {
  driver = passwd-file
  args = scheme=PLAIN username_format=%u ${o.directory}/users
}
userdb {
  driver = static
  args = uid=mail gid=mail home=${o.directory}/mail/%u allow_all_users=yes
}
service imap-login {
  inet_listener imap {
    port = ${o.imapPort}
  }
  inet_listener imaps {
    port = ${o.imapsPort}
    ssl = yes
  }
}
service lmtp {
  inet_listener lmtp {
    address = 127.0.0.1
    port = ${o.lmtpPort}
  }
}
service auth {
  inet_listener {
    address = 127.0.0.1
    port = ${o.authPort}
  }
}
`

const stopChild = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve()
    const hard = setTimeout(() => child.kill('SIGKILL'), 5_000)
    child.once('exit', () => {
      clearTimeout(hard)
      resolve()
    })
    child.kill('SIGTERM')
  })

/** IMAP on two ports (STARTTLS and TLS), LMTP and the SASL service that Postfix asks. */
export const startDovecot = async (options: DovecotOptions) => {
  // Dovecot writes the mail as a user of its own.
  await mkdir(join(options.directory, 'mail'))
  await chmod(join(options.directory, 'mail'), 0o777)
  const file = join(options.directory, 'dovecot.conf')
  await writeFile(file, configuration(options))
  if (options.introspectionUrl !== undefined)
    await writeFile(join(options.directory, 'dovecot-oauth2.conf'), tokenConfiguration(options.introspectionUrl))
  const users = options.accounts.map(({ address, password }) => `${address}:{PLAIN}${password}::::::`)
  await writeFile(join(options.directory, 'users'), `${users.join('\n')}\n`)
  const child = spawn('/usr/sbin/dovecot', ['-F', '-c', file], { stdio: 'ignore' })
  const log = () => readFile(join(options.directory, 'dovecot.log'), 'utf8').catch(() => '')
  const ports = [options.imapPort, options.imapsPort, options.lmtpPort, options.authPort]
  await Promise.all(ports.map((port) => untilListening(port))).catch(async (error: unknown) => {
    await stopChild(child)
    throw new Error(`Dovecot did not start: ${String(error)}\n${await log()}`)
  })

  const doveadm = async (...args: string[]): Promise<string> =>
    (await run('doveadm', ['-c', file, ...args], { maxBuffer: 512 * 1024 * 1024, encoding: 'latin1' })).stdout

  const deliver = async (address: string, raw: string | Uint8Array, folder = 'INBOX'): Promise<void> => {
    // It may be there already.
    if (folder !== 'INBOX') await doveadm('mailbox', 'create', '-u', address, folder).catch(() => undefined)
    await new Promise<void>((resolve, reject) => {
      const saver = spawn('doveadm', ['-c', file, 'save', '-u', address, '-m', folder], {
        stdio: ['pipe', 'ignore', 'pipe'],
      })
      let complaint = ''
      saver.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()))
      saver.once('error', reject)
      saver.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`doveadm save: ${complaint}`))))
      saver.stdin.end(raw)
    })
  }

  /** Many at once, straight into the folder on the disk: delivering 200,000 one by one would take an hour. */
  const fill = async (address: string, raws: Iterable<string | Uint8Array>, daysAgo: number): Promise<void> => {
    const owner = await Promise.all(
      ['-u', '-g'].map(async (what) => Number((await run('id', [what, 'mail'])).stdout.trim())),
    )
    const [user = 0, group = 0] = owner
    let path = join(options.directory, 'mail', address)
    for (const name of ['', 'Maildir', 'Maildir/cur', 'Maildir/tmp', 'Maildir/new']) {
      path = join(options.directory, 'mail', address, name)
      await mkdir(path, { recursive: true })
      await chown(path, user, group)
    }
    const arrived = new Date(Date.now() - daysAgo * 86_400_000)
    let count = 0
    for (const raw of raws) {
      count += 1
      const file = join(path, `${arrived.getTime()}.M${String(count).padStart(9, '0')}.desk`)
      await writeFile(file, raw)
      await chown(file, user, group)
      await utimes(file, arrived, arrived)
    }
  }

  const uids = async (address: string, folder: string): Promise<string[]> =>
    (await doveadm('-f', 'tab', 'fetch', '-u', address, 'uid', 'mailbox', folder))
      .split('\n')
      .filter((line) => /^\d+$/.test(line))

  return {
    pid: child.pid,
    log,
    deliver,
    fill,
    count: async (address: string, folder = 'INBOX'): Promise<number> =>
      Number(/messages=(\d+)/.exec(await doveadm('mailbox', 'status', '-u', address, 'messages', folder))?.[1] ?? 0),
    messages: async (address: string, folder = 'INBOX'): Promise<string[]> => {
      const found: string[] = []
      for (const uid of await uids(address, folder)) {
        const text = await doveadm('-f', 'pager', 'fetch', '-u', address, 'text', 'mailbox', folder, 'uid', uid)
        found.push(text.replace(/^text:\r?\n/, '').replace(/\f?\n$/, ''))
      }
      return found
    },
    flags: async (address: string, folder = 'INBOX'): Promise<string[]> =>
      (await doveadm('-f', 'tab', 'fetch', '-u', address, 'flags', 'mailbox', folder))
        .split('\n')
        .slice(1)
        .filter((_, index, lines) => index < lines.length - 1),
    renewUidValidity: async (address: string, folder = 'INBOX'): Promise<void> => {
      const validity = Math.floor(Math.random() * 1_000_000) + 2_000_000_000
      await doveadm('mailbox', 'update', '-u', address, '--uid-validity', String(validity), folder)
    },
    removeAll: async (address: string, folder = 'INBOX'): Promise<void> => {
      await doveadm('expunge', '-u', address, 'mailbox', folder, 'all')
    },
    move: async (address: string, uid: string, folder: string): Promise<void> => {
      await doveadm('move', '-u', address, folder, 'mailbox', 'INBOX', 'uid', uid)
    },
    copy: async (address: string, uid: string, folder: string): Promise<void> => {
      await doveadm('copy', '-u', address, folder, 'mailbox', 'INBOX', 'uid', uid)
    },
    standing: async (address: string, folder: string) => {
      const told = await doveadm('mailbox', 'status', '-u', address, 'uidvalidity uidnext', folder)
      const value = (name: string): number => Number(new RegExp(`${name}=(\\d+)`).exec(told)?.[1] ?? 0)
      return { uidValidity: value('uidvalidity'), uidNext: value('uidnext') }
    },
    kick: async (address: string): Promise<void> => {
      await doveadm('kick', address).catch(() => undefined)
    },
    stop: () => stopChild(child),
  }
}
