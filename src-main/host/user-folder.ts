import { homedir } from 'node:os'
import { join } from 'node:path'

/** Where this operating system keeps a program's configuration. */
const configHome = (): string => {
  if (process.platform === 'win32') return process.env['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming')
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support')
  return process.env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config')
}

/** This desk's own folder unless another is named; both hosts use the same one. */
export const defaultUserFolder = (): string => join(configHome(), 'cantoniere')

/** Where Node keeps what it compiled of the engine; whoever removes it loses a moment at the next start. */
export const compiledCode = (userFolder: string): string => join(userFolder, 'compilato')
