import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { freePorts } from './free-ports'
import { untilListening } from './until-listening'

const run = promisify(execFile)
const BINARIES = ['/usr/sbin/sshd', '/usr/bin/ssh-keygen']

/** Why there is no OpenSSH server to test against; null when there is. */
export const sshdMissing = (): string | null => {
  const missing = BINARIES.filter((path) => !existsSync(path))
  return missing.length === 0 ? null : `${missing.join(', ')} not installed`
}

export interface SshdServer {
  readonly port: number
  readonly username: string
  /** Private key of the one account that may enter. */
  readonly key: string
  /** The folder of the site. */
  readonly folder: string
  /** As `ssh-keygen -l` prints it. */
  readonly fingerprint: () => Promise<string>
  /** Comes back on the same port with another key. */
  readonly changeKey: () => Promise<void>
  readonly stop: () => Promise<void>
  readonly close: () => Promise<void>
}

/** A real sshd of its own on a loopback port, that lets this very user in by key, for SFTP alone. */
export const startSshd = async (): Promise<SshdServer> => {
  const directory = await mkdtemp(join(tmpdir(), 'sshd-'))
  const [port] = await freePorts(1)
  const at = (name: string): string => join(directory, name)
  const makeKey = (name: string) => run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', at(name)])
  await makeKey('host')
  await makeKey('user')
  await writeFile(at('authorized'), await readFile(at('user.pub')), { mode: 0o600 })
  await mkdir(at('web'))
  // sshd of root wants this one, and a service that never ran has not made it.
  if (process.getuid?.() === 0) await mkdir('/run/sshd', { recursive: true })
  await writeFile(
    at('config'),
    `Port ${port}
ListenAddress 127.0.0.1
HostKey ${at('host')}
AuthorizedKeysFile ${at('authorized')}
PidFile ${at('pid')}
PasswordAuthentication no
PermitRootLogin prohibit-password
StrictModes no
UsePAM no
Subsystem sftp internal-sftp
`,
  )
  const start = async () => {
    const child = spawn('/usr/sbin/sshd', ['-D', '-e', '-f', at('config')], { stdio: 'ignore' })
    const ended = once(child, 'exit')
    await untilListening(port)
    return async (): Promise<void> => {
      child.kill()
      await ended
    }
  }
  let stop = await start()
  return {
    port,
    username: userInfo().username,
    key: await readFile(at('user'), 'utf8'),
    folder: at('web'),
    fingerprint: async () => {
      const { stdout } = await run('ssh-keygen', ['-l', '-f', at('host.pub')])
      return stdout.split(' ')[1] ?? ''
    },
    changeKey: async () => {
      await stop()
      await rm(at('host'))
      await rm(at('host.pub'))
      await makeKey('host')
      stop = await start()
    },
    stop: async () => {
      await stop()
      stop = () => Promise.resolve()
    },
    close: async () => {
      await stop()
      await rm(directory, { recursive: true, force: true })
    },
  }
}
