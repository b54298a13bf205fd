/** The chapters as they lie in the repository, bundled with the page: nothing is fetched, nothing comes from outside. */
export const files = import.meta.glob<string>(['../../../docs/guida/*.md', '!**/README.md'], {
  eager: true,
  query: '?raw',
  import: 'default',
})
