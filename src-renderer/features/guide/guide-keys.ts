/** The guide's own keys; it answers them itself, in a window of its own as well as over a screen. */
export const GUIDE_KEYS = {
  open: 'f1',
  next: ['down', 'j'],
  previous: ['up', 'k'],
  read: 'enter',
  list: 'l',
  search: ['/', 'mod+f'],
  back: 'alt+left',
  print: 'mod+p',
  window: 'shift+w',
  leave: 'esc',
} as const
