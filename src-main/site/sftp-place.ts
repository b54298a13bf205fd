import { createHash, randomBytes } from 'node:crypto'
import { posix } from 'node:path'
import { appError } from '@shared/kernel/app-error'
import { type SftpLogin, type SitePlace, SitePlaceError } from '@main/platform/site-place'

const READY_MS = 15_000
/** A file of the site weighs some kilobytes: a line that takes longer is dead. */
const ANSWER_MS = 60_000

type KeyboardQuestions = (
  name: string,
  instructions: string,
  language: string,
  prompts: readonly unknown[],
  answer: (answers: string[]) => void,
) => void

/** As `ssh-keygen -l` shows it. */
const fingerprintOf = (key: Buffer): string =>
  `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : '')

const failure = (error: unknown, login: SftpLogin): SitePlaceError => {
  if (error instanceof SitePlaceError) return error
  const text = error instanceof Error ? error.message : ''
  const details = { host: login.host }
  if (/authentication methods failed|cannot parse privatekey|encrypted private/i.test(text))
    return new SitePlaceError(appError('sftp_auth_failed', { details }))
  if (
    /permission denied|no such file|failure|quota|bad path/i.test(text) ||
    /^ERR_(BAD|GENERIC|NOT)/.test(codeOf(error))
  )
    return new SitePlaceError(appError('sftp_refused', { details }))
  return new SitePlaceError(appError('sftp_unreachable', { details }))
}

const inTime = async <T>(work: Promise<T>): Promise<T> => {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('no answer in time')), ANSWER_MS)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}

/**
 * An account on a web server. The server's key must be the one that was seen first; each file is sent under another
 * name and renamed over its place (`posix-rename@openssh.com`, or by taking the old one away where a server lacks it).
 */
export const sftpPlace = async (login: SftpLogin): Promise<SitePlace & { readonly hostKey: string }> => {
  const { default: SftpClient } = await import('ssh2-sftp-client')
  const client = new SftpClient('cantoniere')
  let hostKey = ''
  // What happens between two calls is found by the next one.
  client.on('error', () => undefined)
  const verified = (key: Buffer): boolean => {
    hostKey = fingerprintOf(key)
    return login.hostKey === '' || hostKey === login.hostKey
  }
  const guarded = async <T>(body: () => Promise<T>): Promise<T> => {
    try {
      return await inTime(body())
    } catch (error) {
      if (login.hostKey !== '' && hostKey !== '' && hostKey !== login.hostKey)
        throw new SitePlaceError(appError('sftp_host_changed', { details: { host: login.host, fingerprint: hostKey } }))
      throw failure(error, login)
    }
  }
  const { secret } = login
  // Servers with PAM often take a password only as the answer to a question.
  if (secret.kind === 'password')
    client.on('keyboard-interactive', ((_name, _instructions, _language, prompts, answer) =>
      answer(prompts.map(() => secret.password))) satisfies KeyboardQuestions)
  try {
    await guarded(() =>
      client.connect({
        host: login.host,
        port: login.port,
        username: login.username,
        readyTimeout: READY_MS,
        hostVerifier: verified,
        ...(secret.kind === 'password'
          ? { password: secret.password, tryKeyboard: true }
          : { privateKey: secret.key, ...(secret.passphrase === '' ? {} : { passphrase: secret.passphrase }) }),
      }),
    )
    // Like a folder: a place that is not there is not made up.
    const found = await guarded(() => client.exists(login.folder))
    if (found !== 'd' && found !== 'l')
      throw new SitePlaceError(appError('sftp_refused', { details: { host: login.host } }))
  } catch (error) {
    await client.end().catch(() => undefined)
    throw error
  }
  const known = new Set<string>()
  const folderOf = async (path: string): Promise<string> => {
    const folder = posix.dirname(path)
    if (!known.has(folder) && (await client.exists(folder)) === false) await client.mkdir(folder, true)
    known.add(folder)
    return folder
  }
  const replace = async (part: string, target: string): Promise<void> => {
    try {
      await client.posixRename(part, target)
    } catch {
      if (await client.exists(target)) await client.delete(target, true)
      await client.rename(part, target)
    }
  }
  return {
    hostKey,
    write: (path, bytes) =>
      guarded(async () => {
        const target = posix.join(login.folder, path)
        const part = posix.join(await folderOf(target), `.part-${randomBytes(6).toString('hex')}`)
        try {
          await client.put(Buffer.from(bytes), part, { writeStreamOptions: { mode: 0o644 } })
          await replace(part, target)
        } catch (error) {
          await client.delete(part, true).catch(() => undefined)
          throw error
        }
      }),
    remove: (path) =>
      guarded(async () => {
        const target = posix.join(login.folder, path)
        if (await client.exists(target)) await client.delete(target, true)
      }),
    close: async () => {
      await client.end().catch(() => undefined)
    },
  }
}
