/**
 * Keys as written in a command: `mod+k`, `f2`, `g q` (one after the other), `?`, `shift+enter`. `mod` is Ctrl, or
 * Cmd on a Mac.
 */
export type Keys = string

/** How long the second key of a sequence may take. */
const SEQUENCE_MS = 1000

const NAMED: Readonly<Record<string, string>> = {
  ' ': 'space',
  escape: 'esc',
  arrowup: 'up',
  arrowdown: 'down',
  arrowleft: 'left',
  arrowright: 'right',
}

type KeyPress = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>

/** One key press in the commands' notation; null for a modifier alone. */
export const stepOf = (event: KeyPress): string | null => {
  const key = event.key.toLowerCase()
  if (['control', 'shift', 'alt', 'meta', 'altgraph', 'dead'].includes(key)) return null
  const name = NAMED[key] ?? key
  const mod = event.ctrlKey || event.metaKey ? 'mod+' : ''
  const alt = event.altKey ? 'alt+' : ''
  // A shifted sign (?, !, *) is already another sign; only named keys and letters keep their shift.
  const isSign = event.key.length === 1 && !/[a-z0-9]/i.test(event.key) && event.key !== ' '
  const shift = event.shiftKey && !isSign ? 'shift+' : ''
  return `${mod}${alt}${shift}${name}`
}

/** A letter or sign with no Ctrl or Alt: types something when the focus is in a field. */
export const isBareKey = (keys: Keys): boolean => keys.split(' ').some((step) => [...step].length === 1)

const FIELDS =
  'input:not([type=checkbox]):not([type=radio]):not([type=button]), textarea, select, [contenteditable=""], [contenteditable=true]'

export const isTypingTarget = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest(FIELDS) !== null

export const isInDialog = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  // One that is fading out has been left already: what is typed then is meant for the page.
  target.closest(
    ['dialog', 'alertdialog', 'menu', 'listbox'].map((role) => `[role=${role}]:not([data-state=closed])`).join(),
  ) !== null

export type Matcher = (step: string, at: number) => { matched: Keys | null; pending: boolean }

/** Follows key presses and says which of `offered` they complete; a started sequence is `pending`. */
export const createMatcher = (offered: () => Iterable<Keys>): Matcher => {
  let typed: string[] = []
  let last = -Infinity
  return (step, at) => {
    if (at - last > SEQUENCE_MS) typed = []
    last = at
    const attempt = [...typed, step].join(' ')
    const all = [...offered()]
    for (const text of attempt === step ? [step] : [attempt, step]) {
      if (all.includes(text)) {
        typed = []
        return { matched: text, pending: false }
      }
      if (all.some((keys) => keys.startsWith(`${text} `))) {
        typed = text.split(' ')
        return { matched: null, pending: true }
      }
    }
    typed = []
    return { matched: null, pending: false }
  }
}
