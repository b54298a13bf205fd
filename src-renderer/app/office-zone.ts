import { watchEffect } from 'vue'
import { useCatalog } from './catalog'
import { officeZone } from './formats'

/** Times on screen follow the calendar's zone, once for the whole page. */
export const useOfficeZone = (): void => {
  const { catalog } = useCatalog()
  watchEffect(() => {
    if (catalog.value) officeZone.value = catalog.value.zone
  })
}
