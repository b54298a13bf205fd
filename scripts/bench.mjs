/** `npm run bench [-- --tickets N] [-- --only NAME]`: measures against limits taken in the same run. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { bootstrap, bundledNode, exitCode, root, toolEnvironment } from './bootstrap.mjs'
import { buildOrExit } from './build.mjs'

await bootstrap()
await buildOrExit()
const args = ['--expose-gc', '--import', 'tsx', join(root, 'bench', 'index.ts'), ...process.argv.slice(2)]
process.exit(await exitCode(spawn(bundledNode, args, { cwd: root, stdio: 'inherit', env: toolEnvironment() })))
