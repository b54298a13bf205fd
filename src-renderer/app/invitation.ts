import { shallowRef } from 'vue'

/** The `cantoniere://collega?…` that a link brought, until a screen has taken it up. */
export const invitation = shallowRef<string | null>(null)
