/**
 * `npm test`: everything that can run on this machine. `--faults` gives the fault tests their full dose;
 * `--registry-electron` lets the registry's test runtime stand in for Electron, as CI does.
 */
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { bootstrap } from './bootstrap.mjs'
import { ensureBuilt } from './build.mjs'
import { allChecks, writeInterfaceTypes } from './checks.mjs'
import { findElectron, noDisplay } from './electron-binary.mjs'
import { finish, say, skip, step } from './report.mjs'
import { installSystemPackages } from './system-packages.mjs'
import { runProjects } from './vitest-run.mjs'

await bootstrap()
const full = process.argv.includes('--faults')
const allowRegistry = Boolean(process.env['CI']) || process.argv.includes('--registry-electron')
const faults = full ? { FAULTS: 'full' } : {}

/** @param {string} name @returns {boolean} */
function onPath(name) {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}

say('System packages …')
const { missing, why } = installSystemPackages()
if (missing.length > 0) say(`  not installed: ${missing.join(', ')} (${why}); suites that need them are skipped below`)

await writeInterfaceTypes()
const build = await step('build', async () => {
  const { code, output } = await ensureBuilt()
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0, details: output }
})
await allChecks()
await step('unit and renderer', () => runProjects(['unit', 'renderer'], { env: faults, limitMinutes: full ? 120 : 20 }))

if (build.failed > 0) skip('journeys', 'the build failed')
else await journeys()
finish()

/** Each journey's suite looks for its own browser or Electron; the reason printed here is the longer one. */
async function journeys() {
  const electron = await findElectron({ allowRegistry })
  const blind = onPath('Xvfb') ? undefined : noDisplay()
  if ('missing' in electron) {
    say(`  Electron journeys will be skipped: ${electron.missing}`)
    if (!allowRegistry) say("  (npm test -- --registry-electron lets the registry's Linux test runtime stand in)")
  } else if (blind) say(`  Electron journeys will be skipped: ${blind} and no Xvfb`)
  else say(`  Electron ${electron.electron.version}${electron.electron.override ? ', test runtime' : ''}`)
  const override = 'electron' in electron ? electron.electron.override : undefined
  await step('journeys', () =>
    runProjects(['e2e'], {
      env: { ...faults, ...(override ? { ELECTRON_OVERRIDE_DIST_PATH: override } : {}) },
      limitMinutes: full ? 120 : 20,
    }),
  )
}
