import { createSharedComposable } from '@vueuse/core'
import { onScopeDispose } from 'vue'
import type { z } from 'zod'
import type { deskStatus } from '@shared/contract/desk'
import { useDesk } from '@/client/client'
import { useQuery } from '@/client/use-query'

export type DeskStatus = z.output<typeof deskStatus>

/** Which store this desk has open, and whether it may be written: asked once for every part, again when it changes. */
export const useDeskStatus = createSharedComposable(() => {
  const desk = useDesk()
  const query = useQuery<DeskStatus>(() => desk.client.desk.status({}), { entities: ['settings'] })
  onScopeDispose(desk.onEvent('store', () => void query.refresh()))
  return query
})
