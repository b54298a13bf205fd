/**
 * What the page may load: only its own origin. A mail's frame carries a policy of its own; styles are inline because
 * the kit positions its menus that way.
 * @param socket the WebSocket's origin where the page speaks over one
 */
export const contentSecurityPolicy = (socket: string | null): string =>
  [
    "default-src 'self'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    `connect-src 'self'${socket === null ? '' : ` ${socket}`}`,
    "worker-src 'self'",
    "frame-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')

/** Sent with every file of the page. */
export const pageHeaders = (socket: string | null): Readonly<Record<string, string>> => ({
  'content-security-policy': contentSecurityPolicy(socket),
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
})
