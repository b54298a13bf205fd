/** The licences of others that go out with the program, written down while it is packed. */
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

/** In the page without a module of their own: drawings of icons, and the ground of its styles. */
const WITHOUT_MODULES = ['node_modules/@iconify-json/lucide', 'node_modules/tailwindcss']
/** What may go out with a program under the EUPL-1.2; whatever else comes along is to be looked at by a person first. */
const WELCOME =
  /^(MIT|MIT-0|ISC|0BSD|BSD-[23]-Clause|Apache-2\.0|BlueOak-1\.0\.0|Unlicense|CC0-1\.0|CC-BY-[34]\.0|Zlib|Python-2\.0|OFL-1\.1|MPL-2\.0|LGPL-3\.0(-or-later|-only)?|EUPL-1\.2)$/
/** By package: what its licence file says and its package.json says wrongly or not at all. */
const SAID_OTHERWISE = new Map([
  ['png-js', 'MIT'],
  ['splaytree-ts', 'BSD-3-Clause'],
])
const LICENCE_FILE = /^(licen[cs]e|copying|notice|third-party-notices)/i

/** @param {string} path @returns {string} a package's own words about its licence, empty where it brings none */
const wordsIn = (path) =>
  readdirSync(path)
    .filter((name) => LICENCE_FILE.test(name) && !/\.(js|mjs|cjs|json)$/.test(name))
    .toSorted()
    .map((name) => readFileSync(join(path, name), 'utf8').trim())
    .join('\n\n')

/** @param {string} licence an SPDX expression @returns {boolean} */
const isWelcome = (licence) =>
  licence
    .replaceAll(/[()]/g, '')
    .split(/ OR /)
    .some((choice) => choice.split(/ AND /).every((one) => WELCOME.test(one.trim())))

/**
 * A text for people: each package with its version, its licence, where its sources are, and the licence's words.
 * @param {string} root
 * @param {Iterable<string>} folders relative to `root`, such as `node_modules/vue`
 * @returns {string}
 * @throws where one of them is under a licence that nobody has looked at
 */
export function thirdPartyNotices(root, folders) {
  const parts = [...new Set([...folders, ...WITHOUT_MODULES])]
    .filter((folder) => existsSync(join(root, folder, 'package.json')))
    .toSorted()
    .map((folder) => {
      const about = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'))
      const { name, version, repository, homepage } = about
      const licence = SAID_OTHERWISE.get(name) ?? about.license ?? about.licenses?.[0]?.type ?? ''
      if (!isWelcome(licence))
        throw new Error(`${name} ${version} is under "${licence}": may it go out with the program?`)
      const sources = (typeof repository === 'string' ? repository : repository?.url) ?? homepage ?? ''
      const words = wordsIn(join(root, folder))
      return `${name} ${version}\nLicence: ${licence}\nSources: ${sources}\n${words === '' ? '' : `\n${words}\n`}`
    })
  return `Cantoniere is under the EUPL-1.2 (LICENSE). It holds these works of others, each under its own licence. What\nElectron and Chromium hold is in LICENSES.chromium.html, what Node holds in LICENSE.node.txt.\n\n${parts.join(`\n${'-'.repeat(80)}\n\n`)}`
}
