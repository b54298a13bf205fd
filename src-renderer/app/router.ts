import { createRouter, createWebHashHistory, type Router, type RouterHistory } from 'vue-router'
import type { Desk } from '@/client/client'
import type { FeatureModule } from './feature'
import { useSession } from './session'

declare module 'vue-router' {
  interface RouteMeta {
    /** Drawn without the shell: sign-in, first start. */
    bare?: boolean
    /** The window's title: a key of the locale files. */
    title?: string
  }
}

/**
 * Places are written after the `#`: it needs nothing of the host, so that the same page works under `app://`, from
 * the web host and in a second window.
 */
export const createDeskRouter = (
  features: readonly FeatureModule[],
  desk: Desk,
  history: RouterHistory = createWebHashHistory(),
): Router => {
  const router = createRouter({
    history,
    routes: [
      ...features.flatMap((feature) => feature.routes ?? []),
      { path: '/:rest(.*)*', name: 'unknown', component: () => import('./UnknownPage.vue') },
    ],
  })
  router.beforeEach(async (to) => {
    const session = useSession()
    if (session.state === 'unknown') await session.resume(desk.client)
    for (const feature of features) {
      const elsewhere = await feature.gate?.(to, desk)
      if (elsewhere !== undefined) return elsewhere
    }
    return true
  })
  router.afterEach(desk.recall.turned)
  return router
}
