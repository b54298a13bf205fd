import { randomBytes } from 'node:crypto'
import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { RelaySecrets } from './relay-server'

export interface RelayOptions {
  readonly folder: string
  readonly host: string
  readonly port: number
  readonly maxBytes: number
  /** Files for TLS of its own; null behind a web server that has it. */
  readonly tls: { readonly cert: string; readonly key: string } | null
  readonly appSecretFile: string | null
}

export const USAGE = `relay FOLDER [--port 8787] [--host 127.0.0.1] [--max-mb 500] [--app-secret-file FILE] [--cert FILE --key FILE]

Takes WhatsApp's webhooks, keeps them in FOLDER and hands them to the desk. At the first start the app's secret is read
from --app-secret-file or from CANTONIERE_RELAY_APP_SECRET; FOLDER/relay.json holds it and the two words that the relay
makes up: verifyToken for Meta's form, deskToken for the desk's settings.`

const MEGABYTE = 1024 * 1024

/** Null for what cannot be meant; whoever typed it reads the usage. */
export const readOptions = (args: readonly string[]): RelayOptions | null => {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        host: { type: 'string', default: '127.0.0.1' },
        port: { type: 'string', default: '8787' },
        'max-mb': { type: 'string', default: '500' },
        'app-secret-file': { type: 'string' },
        cert: { type: 'string' },
        key: { type: 'string' },
      },
    })
    const [folder, ...more] = positionals
    const [port, most] = [Number(values.port), Number(values['max-mb'])]
    const isWhole = Number.isInteger(port) && port >= 0 && port <= 65_535 && Number.isFinite(most) && most > 0
    if (folder === undefined || more.length > 0 || !isWhole) return null
    if ((values.cert === undefined) !== (values.key === undefined)) return null
    return {
      folder,
      host: values.host,
      port,
      maxBytes: most * MEGABYTE,
      tls: values.cert === undefined || values.key === undefined ? null : { cert: values.cert, key: values.key },
      appSecretFile: values['app-secret-file'] ?? null,
    }
  } catch {
    return null
  }
}

const stored = async (path: string): Promise<Partial<RelaySecrets>> => {
  try {
    const json = JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>
    return Object.fromEntries(Object.entries(json).filter(([, value]) => typeof value === 'string' && value !== ''))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {}
    throw error
  }
}

const given = async (file: string | null): Promise<string> =>
  file === null ? (process.env['CANTONIERE_RELAY_APP_SECRET'] ?? '') : await readFile(file, 'utf8')

/** What lies in the folder, with what the first start makes up; null while nobody has told the app's secret. */
export const relaySecrets = async (options: RelayOptions): Promise<RelaySecrets | null> => {
  // Only the last folder of its path, in one that is there: asked for those above too, Node never ends where none can be.
  await mkdir(resolve(options.folder), { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error
  })
  const path = join(options.folder, 'relay.json')
  const before = await stored(path)
  const appSecret = (await given(options.appSecretFile)).trim() || (before.appSecret ?? '')
  if (appSecret === '') return null
  const secrets: RelaySecrets = {
    verifyToken: before.verifyToken ?? randomBytes(18).toString('base64url'),
    deskToken: before.deskToken ?? randomBytes(32).toString('base64url'),
    appSecret,
  }
  if (JSON.stringify({ ...before }) !== JSON.stringify({ ...before, ...secrets })) {
    await writeFile(`${path}.part`, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 })
    await chmod(`${path}.part`, 0o600)
    await rename(`${path}.part`, path)
  }
  return secrets
}
