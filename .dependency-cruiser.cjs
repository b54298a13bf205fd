/**
 * "Who may import whom", executable. Type imports count. Every rule has a fixture under
 * tests/architecture/fixtures/<rule name>/ that breaks it, so that no rule is dead.
 *
 * Paths are matched after resolution and relative to the root: a package shows as `node_modules/<name>/…`, a built-in
 * module by its bare name with the dependency type `core`.
 */

/** @param {string} names alternatives, such as `zod|ws` @returns {string} a pattern for these packages */
const packages = (names) => `(^|/)node_modules/(${names})/`

/** @type {import('dependency-cruiser').IForbiddenRuleType[]} */
const forbidden = [
  {
    name: 'no-circles',
    comment: 'What goes in a circle cannot be understood, tested or moved alone.',
    severity: 'error',
    from: {},
    to: { circular: true },
  },
  {
    name: 'everything-resolves',
    comment: 'An import that cannot be followed would slip past every other rule.',
    severity: 'error',
    from: {},
    // Electron's subpaths exist only at run time; the rule about electron knows them.
    to: { couldNotResolve: true, pathNot: '^electron/' },
  },
  {
    name: 'shared-imports-only-itself',
    comment: 'src-shared is what a ticket is: it knows no host, no store and no page.',
    severity: 'error',
    from: { path: '^src-shared/' },
    to: { pathNot: ['^src-shared/', '(^|/)node_modules/'], dependencyTypesNot: ['core'], couldNotResolve: false },
  },
  {
    name: 'shared-knows-few-packages',
    comment: 'Only packages that are pure themselves.',
    severity: 'error',
    from: { path: '^src-shared/' },
    to: {
      path: '(^|/)node_modules/',
      pathNot: [packages('zod|temporal-polyfill|papaparse'), `${packages('libphonenumber-js')}min(/|\\.)`],
    },
  },
  {
    name: 'shared-without-node',
    comment: 'Pure rules run in the page as well.',
    severity: 'error',
    from: { path: '^src-shared/' },
    to: { dependencyTypes: ['core'] },
  },
  {
    name: 'renderer-imports-shared-only',
    comment: 'The contract is the only door between the page and the engine.',
    severity: 'error',
    from: { path: '^src-renderer/' },
    to: {
      pathNot: ['^src-renderer/', '^src-shared/', '(^|/)node_modules/'],
      dependencyTypesNot: ['core'],
      couldNotResolve: false,
    },
  },
  {
    name: 'renderer-without-node',
    comment: 'The page is sandboxed.',
    severity: 'error',
    from: { path: '^src-renderer/' },
    to: { dependencyTypes: ['core'] },
  },
  {
    name: 'renderer-features-by-their-index',
    comment: "Another feature's page is reached through its index.ts, what it keeps to itself is not.",
    severity: 'error',
    from: { path: '^src-renderer/features/([^/]+)/' },
    to: {
      path: '^src-renderer/features/',
      pathNot: ['^src-renderer/features/$1/', '^src-renderer/features/[^/]+/index\\.ts$'],
    },
  },
  {
    name: 'only-desktop-knows-electron',
    comment: 'The engine is plain Node, so that the web host and the command line run the same one.',
    severity: 'error',
    from: {
      pathNot: [
        '^src-main/desktop/',
        '^src-main/preload/',
        '^src-main/transport/message-port\\.ts$',
        '^src-main/index\\.ts$',
        '^tests/',
        '^bench/',
      ],
    },
    // Resolved it is a file of the package; unresolved (its subpaths exist only at run time) it is the bare name.
    to: { path: `${packages('electron')}|^electron(/|$)` },
  },
  {
    name: 'features-stand-on-store-and-platform',
    comment: 'A use case knows no adapter, no job, no transport and no host.',
    severity: 'error',
    from: { path: '^src-main/features/' },
    to: { path: '^src-main/', pathNot: '^src-main/(features|store|platform)/' },
  },
  {
    name: 'features-by-their-use-cases',
    comment:
      "Another feature's handlers and rows are its own; its queries may be asked, since a join written twice drifts apart.",
    severity: 'error',
    from: { path: '^src-main/features/([^/]+)/' },
    to: {
      path: '^src-main/features/[^/]+/(handlers|[^/]+-rows)\\.ts$',
      pathNot: '^src-main/features/$1/',
    },
  },
  {
    name: 'tickets-know-no-channel',
    comment: 'A ticket is the same wherever it came from; channels import tickets.',
    severity: 'error',
    from: { path: '^(src-shared|src-main/features)/tickets/' },
    // Which channels there are is vocabulary that a ticket's row may name; what a channel does is not.
    to: { path: '^$1/channels/' },
  },
  {
    name: 'store-and-platform-know-shared-only',
    comment: 'The ground floor knows no floor above it.',
    severity: 'error',
    from: { path: '^src-main/(store|platform)/' },
    to: { path: '^src-(main|renderer)/', pathNot: '^src-main/$1/' },
  },
  {
    name: 'adapters-get-callbacks',
    comment: 'An adapter speaks to the world and calls back; what is done with it is not its business.',
    severity: 'error',
    from: { path: '^src-main/(mail|photos|open311|osrm|whatsapp|cti|site)/' },
    to: { path: '^src-(main|renderer)/', pathNot: ['^src-main/$1/', '^src-main/platform/'] },
  },
  {
    name: 'relay-is-one-file',
    comment: 'It is copied to another machine by itself: what it shares with the desk would lie in a file beside it.',
    severity: 'error',
    from: { path: '^src-main/relay/' },
    to: { pathNot: '^src-main/relay/', dependencyTypesNot: ['core'] },
  },
  {
    name: 'lan-carries-frames',
    comment:
      "The line between two desks carries frames and bytes; what they say is the door's business, at either end.",
    severity: 'error',
    from: { path: '^src-main/lan/' },
    to: { path: '^src-(main|renderer)/', pathNot: '^src-main/(lan|platform|transport)/' },
  },
  {
    name: 'host-never-touches-store',
    comment: 'A mount that hangs blocks the engine; the host must still be able to say so.',
    severity: 'error',
    from: { path: '^src-main/(desktop|preload|web|host)/|^src-main/index\\.ts$' },
    to: {
      path: [
        '^src-main/(store|features|jobs|mail|photos|open311|osrm|whatsapp|cti|site|relay)/',
        packages('better-sqlite3|kysely'),
      ],
    },
  },
  {
    name: 'sql-stays-in-the-store',
    comment:
      'Only the store and the files for rows and queries know SQL, because the store may move to another database.',
    severity: 'error',
    from: { path: '^src-', pathNot: ['^src-main/store/', '^src-main/features/[^/]+/[^/]+-(rows|queries)\\.ts$'] },
    to: { path: packages('kysely') },
  },
  {
    name: 'sqlite-stays-in-the-store',
    comment: 'Nobody else opens the file.',
    severity: 'error',
    from: { path: '^src-', pathNot: '^src-main/store/' },
    to: { path: packages('better-sqlite3') },
  },
  {
    name: 'main-ships-what-it-imports',
    comment: 'Development packages are not in the installed program; the page is bundled, the engine is not.',
    severity: 'error',
    from: { path: '^src-(main|shared)/' },
    to: {
      dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'],
      dependencyTypesNot: ['type-only'],
      pathNot: [packages('electron'), packages('@types')],
    },
  },
  {
    name: 'nobody-imports-tests',
    comment: 'The product does not stand on its scaffolding.',
    severity: 'error',
    from: { pathNot: '^(tests|bench)/' },
    to: { path: '^tests/' },
  },
]

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden,
  options: {
    doNotFollow: { path: 'node_modules' },
    // What tests build for themselves comes and goes while this reads.
    exclude: { path: '^tests/(architecture/fixtures|out)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.vue', '.mjs', '.js', '.cjs', '.d.ts', '.json', '.css'],
    },
    skipAnalysisNotInRules: true,
  },
}
