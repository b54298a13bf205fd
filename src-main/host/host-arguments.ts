import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { defaultUserFolder } from './user-folder'

export interface HostArguments {
  readonly store: string | null
  readonly demo: boolean
  /** 0 lets the system choose a free one. */
  readonly port: number
  readonly userFolder: string
  /** The store was chosen by whoever started the host; pages may not choose another. */
  readonly fixed: boolean
  /** Serve the store to other desks, from this address and port. */
  readonly serve: { readonly address: string; readonly port: number } | null
}

const portOf = (text: string | null): number => {
  const port = Number(text ?? 0)
  return Number.isInteger(port) && port >= 0 && port < 65_536 ? port : 0
}

/** Reads both hosts' arguments; what Chromium or a launcher puts between them is passed over. */
export const readHostArguments = (args: readonly string[]): HostArguments => {
  const { values } = parseArgs({
    args: [...args],
    strict: false,
    options: {
      store: { type: 'string' },
      demo: { type: 'boolean' },
      port: { type: 'string' },
      'user-data': { type: 'string' },
      'user-data-dir': { type: 'string' },
      fixed: { type: 'boolean' },
      lan: { type: 'string' },
      'lan-port': { type: 'string' },
    },
  })
  const text = (name: keyof typeof values): string | null => {
    const value = values[name]
    return typeof value === 'string' && value !== '' ? value : null
  }
  const store = text('store')
  const lan = text('lan')
  return {
    store: store === null ? null : resolve(store),
    demo: values['demo'] === true,
    port: portOf(text('port')),
    userFolder: resolve(text('user-data') ?? text('user-data-dir') ?? defaultUserFolder()),
    fixed: values['fixed'] === true,
    serve: lan === null ? null : { address: lan, port: portOf(text('lan-port')) },
  }
}
