import { ref } from 'vue'

/** Where the map was looked at last, so that going to the queue and back does not lose the place. */
export const lastView = ref<{ readonly lat: number; readonly lon: number; readonly zoom: number } | null>(null)
