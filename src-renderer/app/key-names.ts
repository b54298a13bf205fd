import type { Keys } from './shortcuts'

const ITALIAN: Readonly<Record<string, string>> = {
  mod: 'Ctrl',
  shift: 'Maiusc',
  alt: 'Alt',
  enter: 'Invio',
  esc: 'Esc',
  space: 'Spazio',
  delete: 'Canc',
  up: '↑',
  down: '↓',
  left: '←',
  right: '→',
  home: 'Home',
  end: 'Fine',
  pageup: 'Pag ↑',
  pagedown: 'Pag ↓',
}

const ENGLISH: Readonly<Record<string, string>> = {
  ...ITALIAN,
  shift: 'Shift',
  enter: 'Enter',
  space: 'Space',
  delete: 'Del',
  end: 'End',
  pageup: 'PgUp',
  pagedown: 'PgDn',
}

const isMac = (): boolean => /mac/i.test(navigator.platform)

const nameOf = (key: string, language: string): string => {
  if (key === 'mod' && isMac()) return '⌘'
  const known = (language === 'en' ? ENGLISH : ITALIAN)[key]
  return known ?? (key.length <= 3 ? key.toUpperCase() : key)
}

/** The keys of one shortcut as they are printed on a keyboard of that language: `mod+k` → `Ctrl`, `K`. */
export const keyNames = (keys: Keys, language: string): string[] =>
  keys.split(' ').flatMap((step) => step.split(/\+(?=.)/).map((key) => nameOf(key, language)))

const printed = (names: Readonly<Record<string, string>>): [string, string][] =>
  Object.entries(names).map(([key, name]) => [name.toLowerCase(), key])

const NOTATION: ReadonlyMap<string, string> = new Map([...printed(ENGLISH), ...printed(ITALIAN)])

/** The other way round: keys as a text prints them, in either language, in the commands' notation: `Maiusc+Q` → `shift+q`. */
export const keysOf = (text: string): Keys =>
  text
    .trim()
    .split(/\s+/)
    .map((step) =>
      step
        .split(/\+(?=.)/)
        .map((name) => NOTATION.get(name.toLowerCase()) ?? name.toLowerCase())
        .join('+'),
    )
    .join(' ')
