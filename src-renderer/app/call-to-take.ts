import { shallowRef } from 'vue'

/** A call whose notice was clicked: taken by whoever signs in or unlocks, as soon as a page of the desk is there. */
export const callToTake = shallowRef<number | null>(null)
