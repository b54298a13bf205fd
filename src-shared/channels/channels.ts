/** How a report reaches the desk. Stored by name: never rename one. */
export const CHANNELS = ['counter', 'phone', 'email', 'pec', 'whatsapp', 'platform', 'crew'] as const
export type Channel = (typeof CHANNELS)[number]
