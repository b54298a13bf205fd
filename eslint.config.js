import tsParser from '@typescript-eslint/parser'
import vue from 'eslint-plugin-vue'
import accessibility from 'eslint-plugin-vuejs-accessibility'
import vueParser from 'vue-eslint-parser'

/** Only what oxlint cannot see: templates, their accessibility, and what the pure rules may not touch. */

/** Prettier decides these. */
const layout = Object.fromEntries(
  [
    'html-closing-bracket-newline',
    'html-closing-bracket-spacing',
    'html-indent',
    'html-quotes',
    'html-self-closing',
    'max-attributes-per-line',
    'multiline-html-element-content-newline',
    'mustache-interpolation-spacing',
    'no-multi-spaces',
    'no-spaces-around-equal-signs-in-attribute',
    'singleline-html-element-content-newline',
  ].map((rule) => [`vue/${rule}`, 'off']),
)

const impureGlobals = `
  window document navigator location localStorage sessionStorage performance crypto
  process Buffer global globalThis require fetch XMLHttpRequest WebSocket
  setTimeout setInterval setImmediate requestAnimationFrame queueMicrotask console
`
  .trim()
  .split(/\s+/)
  .map((name) => ({ name, message: 'src-shared is pure: hand it in as a parameter.' }))

export default [
  { ignores: ['out/', 'dist/', 'bench/out/', 'tests/out/', 'tests/architecture/fixtures/', 'tests/fixtures/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'off' } },
  ...vue.configs['flat/recommended'].map((config) => ({ ...config, files: ['**/*.vue'] })),
  ...accessibility.configs['flat/recommended'].map((config) => ({ ...config, files: ['**/*.vue'] })),
  {
    files: ['**/*.vue'],
    languageOptions: {
      parser: vueParser,
      parserOptions: { parser: tsParser, ecmaVersion: 'latest', sourceType: 'module' },
    },
    rules: {
      ...layout,
      'vue/require-default-prop': 'off',
      'vue/block-lang': ['error', { script: { lang: 'ts' } }],
      'vue/block-order': ['error', { order: ['script', 'template', 'style'] }],
      'vue/component-api-style': ['error', ['script-setup']],
      'vue/no-v-html': 'error',
      // A tag that is no component would be drawn as an empty element without a word.
      'vue/no-undef-components': ['error', { ignorePatterns: ['RouterLink', 'RouterView'] }],
      'vue/no-unused-refs': 'error',
      'vue/no-useless-v-bind': 'error',
      // What a composable hands down holds refs; setting such a ref is what it is handed down for.
      'vue/no-mutating-props': ['error', { shallowOnly: true }],
      // A dialog puts the caret into its first field.
      'vuejs-accessibility/no-autofocus': ['error', { ignoreNonDOM: true }],
      // A label either holds its control or names it; asking for both rejects half of the correct forms.
      'vuejs-accessibility/label-has-for': ['error', { required: { some: ['nesting', 'id'] } }],
    },
  },
  {
    // Widgets of our own listen on the element around the one that has the focus, which these rules cannot follow;
    // axe-core and the keyboard walk of the journeys judge them instead.
    files: ['src-renderer/ui/**/*.vue', 'src-renderer/features/crews/{BacklogList,CrewBoard}.vue'],
    rules: {
      'vuejs-accessibility/no-static-element-interactions': 'off',
      'vuejs-accessibility/interactive-supports-focus': 'off',
      'vuejs-accessibility/click-events-have-key-events': 'off',
    },
  },
  {
    files: ['src-shared/**/*.ts'],
    languageOptions: { parser: tsParser, ecmaVersion: 'latest', sourceType: 'module' },
    rules: {
      'no-restricted-globals': ['error', ...impureGlobals],
      'no-restricted-syntax': [
        'error',
        {
          selector: "MemberExpression[object.name='Date'][property.name='now']",
          message: 'Time is a parameter.',
        },
        { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'Time is a parameter.' },
        { selector: "CallExpression[callee.name='Date']", message: 'Time is a parameter.' },
        {
          selector: "MemberExpression[object.name='Temporal'][property.name='Now']",
          message: 'Time is a parameter.',
        },
        {
          selector: "MemberExpression[object.name='Math'][property.name='random']",
          message: 'Chance is a parameter.',
        },
      ],
    },
  },
]
