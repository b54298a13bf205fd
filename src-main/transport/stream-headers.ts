/** Told to the engine's stream door, so that nobody else on this machine is served. */
export const HOST_WORD = 'x-cantoniere-host'

export const STREAM_METHODS: readonly string[] = ['GET', 'HEAD', 'PUT']

/** What the stream door needs to know of a request; cookies and the rest stay with the host. */
export const STREAM_REQUEST_HEADERS = ['range', 'if-range', 'if-none-match', 'content-type', 'content-length'] as const

/** What the page gets to know of the answer. */
export const STREAM_ANSWER_HEADERS = [
  'accept-ranges',
  'cache-control',
  'content-disposition',
  'content-length',
  'content-range',
  'content-security-policy',
  'content-type',
  'etag',
  'x-content-type-options',
] as const
