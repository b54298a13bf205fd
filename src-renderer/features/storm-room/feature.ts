import type { FeatureModule } from '@/app/feature'

/** Where an event is looked at, taken up, answered and planned as one. */
export const feature: FeatureModule = {
  id: 'storm-room',
  routes: [
    {
      path: '/eventi/proposta/:key(\\d+)',
      name: 'stormProposal',
      component: () => import('./ProposalPage.vue'),
      meta: { title: 'storms.proposalTitle' },
    },
    {
      path: '/eventi/:stormId(\\d+)',
      name: 'storm',
      component: () => import('./StormPage.vue'),
      meta: { title: 'storms.title' },
    },
  ],
}
