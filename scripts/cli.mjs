/** `npm run -s cli -- COMMAND …`: the engine without a page. stdout belongs to the command alone. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { bootstrap, bundledNode, exitCode, root, toolEnvironment } from './bootstrap.mjs'
import { buildOrExit } from './build.mjs'

await bootstrap()
await buildOrExit(['main'])
// npm changes into the package's folder; paths that were typed mean the folder they were typed in.
const cwd = process.cwd() === root ? (process.env['INIT_CWD'] ?? root) : process.cwd()
const args = [join(root, 'out', 'main', 'cli.js'), ...process.argv.slice(2)]
process.exit(await exitCode(spawn(bundledNode, args, { cwd, stdio: 'inherit', env: toolEnvironment() })))
