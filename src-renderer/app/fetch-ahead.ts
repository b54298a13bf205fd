import type { Router } from 'vue-router'

/**
 * Fetches the code of screens before anybody goes there, in their order: what the page will need next, while it waits
 * for the engine or for a password.
 */
export const fetchAhead = async (router: Router, names: readonly string[]): Promise<void> => {
  for (const name of names) {
    const page = router.getRoutes().find((route) => route.name === name)?.components?.['default']
    // One that cannot be fetched now is asked for again by whoever goes there, and missed there.
    if (typeof page === 'function') await (page as () => Promise<unknown>)().catch(() => undefined)
  }
}
