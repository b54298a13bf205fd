/** A WebSocket that the web host closes because the page's one-time key was used or is none (4000–4999 are a program's own). */
export const KEY_REFUSED = 4401
