/** How a report reaches the desk. Stored by name: never rename one. */
export const CHANNELS = ['counter', 'phone', 'email', 'pec', 'whatsapp', 'platform'] as const
export type Channel = (typeof CHANNELS)[number]

/** Channels on which the citizen can be written back to through the same door. */
export const WRITTEN_CHANNELS: readonly Channel[] = ['email', 'pec', 'whatsapp', 'platform']

/** Channels where a person of the office types while the citizen speaks. */
export const SPOKEN_CHANNELS: readonly Channel[] = ['counter', 'phone']
