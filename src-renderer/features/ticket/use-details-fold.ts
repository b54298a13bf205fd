import { computed, type WritableComputedRef } from 'vue'
import { usePreferences } from '@/app/preferences'

/** On a low screen the messages come first. */
const LOW_SCREEN = 850

/** Whether a ticket's data and its map are folded away; what a person chose is remembered. */
export const useDetailsFold = (): WritableComputedRef<boolean> => {
  const preferences = usePreferences()
  return computed({
    get: () => preferences.folded.ticketDetails ?? window.innerHeight < LOW_SCREEN,
    set: (value) => (preferences.folded = { ...preferences.folded, ticketDetails: value }),
  })
}
