/** Runs steps, prints a line for each and the whole output only of those that failed, and keeps the count. */
import { spawn } from 'node:child_process'
import { stripVTControlCharacters } from 'node:util'
import { root, toolEnvironment } from './bootstrap.mjs'

/**
 * What a step comes to. `details` is printed when something failed; `notes` always, a line each.
 * @typedef {{ passed: number, failed: number, skipped: number, details?: string, notes?: string[] }} Outcome
 */

const total = { passed: 0, failed: 0, skipped: 0 }

/** @param {string} line */
export const say = (line) => void process.stdout.write(`${line}\n`)

/**
 * @param {string} name
 * @param {() => Promise<Outcome>} run
 * @returns {Promise<Outcome>}
 */
export async function step(name, run) {
  const started = Date.now()
  /** @type {Outcome} */
  let outcome
  try {
    outcome = await run()
  } catch (error) {
    outcome = { passed: 0, failed: 1, skipped: 0, details: error instanceof Error ? error.stack : String(error) }
  }
  total.passed += outcome.passed
  total.failed += outcome.failed
  total.skipped += outcome.skipped
  const single = outcome.passed + outcome.failed + outcome.skipped === 1
  const count = single ? '' : `${outcome.passed} passed, ${outcome.failed} failed, ${outcome.skipped} skipped`
  const mark = outcome.failed > 0 ? '✗' : outcome.passed > 0 ? '✓' : '–'
  const seconds = `${((Date.now() - started) / 1000).toFixed(1)} s`
  say(`${mark} ${name.padEnd(26)} ${seconds.padStart(8)}  ${count}`.trimEnd())
  for (const note of outcome.notes ?? []) say(`    ${note}`)
  if (outcome.failed > 0 && outcome.details) say(outcome.details.trimEnd().replace(/^/gm, '    '))
  return outcome
}

/**
 * Names a suite that cannot run here, counted as one.
 * @param {string} name
 * @param {string} why
 */
export function skip(name, why) {
  total.skipped += 1
  say(`– ${name}: skipped, ${why}`)
}

/** Prints the last line and ends the program. @returns {never} */
export function finish() {
  say(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`)
  process.exit(total.failed > 0 ? 1 : 0)
}

/**
 * Runs a tool with its output kept.
 * @param {string} command a name from node_modules/.bin or the PATH, or a path
 * @param {string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, limitMinutes?: number }} [options]
 * @returns {Promise<{ code: number, output: string }>}
 */
export function run(command, args, { env = {}, limitMinutes = 10 } = {}) {
  const windows = process.platform === 'win32'
  return new Promise((resolve) => {
    // A group of its own, so that the limit ends what the tool started as well.
    const child = spawn(command, args, {
      cwd: root,
      env: toolEnvironment(env),
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: !windows,
      shell: windows,
    })
    /** @type {Buffer[]} */
    const chunks = []
    child.stdout.on('data', (chunk) => chunks.push(chunk))
    child.stderr.on('data', (chunk) => chunks.push(chunk))
    let late = ''
    const limit = setTimeout(() => {
      late = `\n${command} was ended after ${limitMinutes} minutes.\n`
      endGroup(child.pid)
    }, limitMinutes * 60_000)
    const interrupted = () => endGroup(child.pid)
    process.once('exit', interrupted)
    const settle = (/** @type {number} */ code, /** @type {string} */ more) => {
      clearTimeout(limit)
      process.off('exit', interrupted)
      // With CI set some tools write colours into a pipe.
      const text = stripVTControlCharacters(Buffer.concat(chunks).toString('utf8'))
      resolve({ code, output: text + more + late })
    }
    child.once('error', (error) => settle(127, `${command}: ${error.message}`))
    child.once('close', (code) => settle(code ?? 1, ''))
  })
}

/** @param {number | undefined} pid */
function endGroup(pid) {
  if (pid === undefined) return
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL')
  } catch {
    // It ended on its own in between.
  }
}

for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) process.once(signal, () => process.exit(1))
