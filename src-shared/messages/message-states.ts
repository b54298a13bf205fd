/** Where a message stands, from its writing to its arrival; stored by name, so never rename one. */
export const MESSAGE_STATES = [
  'received',
  'recorded',
  'held',
  'queued',
  'sending',
  'sent',
  'failed',
  'uncertain',
  'undelivered',
  'withdrawn',
] as const
