import { execFile, spawn } from 'node:child_process'
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import type { MailAccount } from './mail-account'
import { untilListening } from './until-listening'

const run = promisify(execFile)

interface PostfixOptions {
  readonly directory: string
  readonly accounts: readonly MailAccount[]
  readonly lmtpPort: number
  readonly authPort: number
  readonly smtpPort: number
  readonly smtpsPort: number
  /** Takes away what tells that a machine answers, as some gateways do. */
  readonly isStripping: boolean
}

const mainCf = (o: PostfixOptions, domains: readonly string[]): string => `
compatibility_level = 3.6
queue_directory = ${o.directory}/postfix-queue
data_directory = ${o.directory}/postfix-data
maillog_file = ${o.directory}/postfix.log
maillog_file_prefixes = ${o.directory}
myhostname = localhost.localdomain
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks =
message_size_limit = 62914560
mailbox_size_limit = 0
virtual_mailbox_limit = 0
virtual_mailbox_domains = ${domains.join(' ')}
virtual_mailbox_maps = texthash:${o.directory}/virtual-mailboxes
virtual_transport = lmtp:inet:127.0.0.1:${o.lmtpPort}
lmtp_tls_security_level = none
default_transport = error:5.1.2 no way out of the test machine
smtpd_tls_cert_file = ${o.directory}/cert.pem
smtpd_tls_key_file = ${o.directory}/key.pem
smtpd_tls_security_level = may
smtpd_tls_auth_only = yes
smtpd_sasl_auth_enable = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = inet:127.0.0.1:${o.authPort}
smtpd_relay_restrictions = permit_sasl_authenticated, reject
smtpd_recipient_restrictions = reject_unlisted_recipient, permit_sasl_authenticated, reject
smtpd_client_connection_rate_limit = 0
smtpd_peername_lookup = no
smtpd_error_sleep_time = 0
disable_dns_lookups = yes
biff = no
${o.isStripping ? `header_checks = regexp:${o.directory}/stripped-headers` : ''}
`

const masterCf = (o: PostfixOptions): string => `
127.0.0.1:${o.smtpPort} inet n - n - - smtpd
127.0.0.1:${o.smtpsPort} inet n - n - - smtpd -o smtpd_tls_wrappermode=yes
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
lmtp unix - - n - - lmtp
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
showq unix n - n - - showq
virtual unix - n n - - virtual
postlog unix-dgram n - n - 1 postlogd
`

/** Submission on two ports (STARTTLS and TLS), AUTH through Dovecot, delivery to Dovecot by LMTP, nothing leaves the machine. */
export const startPostfix = async (options: PostfixOptions) => {
  const config = join(options.directory, 'postfix')
  const domains = [...new Set(options.accounts.map(({ address }) => address.split('@')[1] ?? 'localhost'))]
  await mkdir(config)
  await mkdir(join(options.directory, 'postfix-queue'))
  await mkdir(join(options.directory, 'postfix-data'))
  await run('chown', ['postfix', join(options.directory, 'postfix-data')])
  await chmod(join(options.directory, 'postfix-data'), 0o700)
  await writeFile(join(config, 'main.cf'), mainCf(options, domains))
  await writeFile(join(config, 'master.cf'), masterCf(options))
  const stripped = '/^(Auto-Submitted|X-Auto-Response-Suppress|Precedence):/ IGNORE\n'
  await writeFile(join(options.directory, 'stripped-headers'), stripped)
  const mailboxes = options.accounts.map(({ address }) => `${address} ok`)
  await writeFile(join(options.directory, 'virtual-mailboxes'), `${mailboxes.join('\n')}\n`)
  const log = () => readFile(join(options.directory, 'postfix.log'), 'utf8').catch(() => '')

  let complaint = ''
  const child = spawn('/usr/sbin/postfix', ['-c', config, 'start-fg'], { stdio: ['ignore', 'pipe', 'pipe'] })
  child.stdout.on('data', (chunk: Buffer) => (complaint += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()))
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))

  const stop = async (): Promise<void> => {
    await run('/usr/sbin/postfix', ['-c', config, 'abort']).catch(() => undefined)
    await Promise.race([exited, sleep(5_000)])
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
  }
  await Promise.all([untilListening(options.smtpPort), untilListening(options.smtpsPort)]).catch(
    async (error: unknown) => {
      await stop()
      throw new Error(`Postfix did not start: ${String(error)}\n${complaint}\n${await log()}`)
    },
  )
  return { log, stop }
}
