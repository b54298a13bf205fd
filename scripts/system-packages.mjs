/** The Debian packages that the whole of the tests needs: a display, Electron's libraries, a browser, mail servers. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const PACKAGES = `
  xvfb libgtk-3-0 libnss3 libasound2 libgbm1 libxss1 libxtst6 libdrm2 libxshmfence1 libatk-bridge2.0-0
  fonts-dejavu-core chromium dovecot-imapd dovecot-lmtpd postfix poppler-utils openssl openssh-server
`
  .trim()
  .split(/\s+/)

/** Postfix asks at install time; it only has to lie there, the tests start it with a configuration of their own. */
const ANSWERS = 'postfix postfix/main_mailer_type select Local only\npostfix postfix/mailname string localhost\n'

/** @param {string} name @returns {string[]} the names it goes by: newer releases carry a 64-bit-time suffix */
const aliases = (name) => [name, `${name}t64`]

// dpkg's own placeholders, a line per package.
// oxlint-disable-next-line no-template-curly-in-string -- they are for dpkg to fill in
const DPKG_FORMAT = '${db:Status-Status} ${Package}\\n'

/** @param {string[]} names @returns {Set<string>} */
function installed(names) {
  const result = spawnSync('dpkg-query', ['-W', '-f', DPKG_FORMAT, ...names], {
    encoding: 'utf8',
  })
  const lines = (result.stdout ?? '').split('\n').filter((line) => line.startsWith('installed '))
  return new Set(lines.map((line) => line.slice('installed '.length)))
}

/** @returns {string[]} */
function missingPackages() {
  const there = installed(PACKAGES.flatMap(aliases))
  return PACKAGES.filter((name) => !aliases(name).some((alias) => there.has(alias)))
}

/** @param {string} name @returns {string} the alias that this release offers, or the name itself */
function offered(name) {
  const found = aliases(name).find((alias) => {
    const policy = spawnSync('apt-cache', ['policy', alias], { encoding: 'utf8' }).stdout ?? ''
    return /Candidate: (?!\(none\))/.test(policy)
  })
  return found ?? name
}

/**
 * Installs what is missing, where that is allowed: on Debian as root or with CI set.
 * @returns {{ missing: string[], why?: string }} what is still missing afterwards, and why
 */
export function installSystemPackages() {
  if (process.platform !== 'linux' || !existsSync('/etc/debian_version'))
    return { missing: [], why: 'not a Debian system' }
  const missing = missingPackages()
  if (missing.length === 0) return { missing }
  const isRoot = process.getuid?.() === 0
  if (!isRoot && !process.env['CI']) return { missing, why: 'only root or a run with CI set installs packages' }
  /** @param {string[]} command @param {string} [input] */
  const asRoot = (command, input) => {
    const [name, ...args] = isRoot ? command : ['sudo', '-n', '-E', ...command]
    return spawnSync(/** @type {string} */ (name), args, {
      input,
      encoding: 'utf8',
      timeout: 10 * 60_000,
      // At this runlevel Debian's scripts do not start what they install.
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1', LC_ALL: 'C' },
    })
  }
  const options = ['-o', 'Acquire::http::Timeout=30', '-o', 'Acquire::Retries=2', '-o', 'DPkg::Lock::Timeout=120']
  const update = asRoot(['apt-get', ...options, 'update', '-qq'])
  if (missing.includes('postfix')) asRoot(['debconf-set-selections'], ANSWERS)
  const install = ['apt-get', ...options, 'install', '-y', '-qq', '--no-install-recommends', ...missing.map(offered)]
  const result = asRoot(install)
  const still = missingPackages()
  if (still.length === 0) return { missing: [] }
  const said = `${update.stderr ?? ''}${result.stderr ?? ''}${result.error?.message ?? ''}`
  const lines = said.split('\n').filter((line) => /^(E:|sudo:)|spawn/.test(line))
  return { missing: still, why: lines[0] ?? 'apt-get did not install them' }
}
