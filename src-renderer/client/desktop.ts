import type { Unsubscribe } from './bridge'

/** What the host's menus, notices and links ask of the page. */
export type HostOrder =
  { readonly kind: 'command'; readonly id: string } | { readonly kind: 'ticket'; readonly ticketId: number }

/** The window's powers. A browser has a twin for each, so that no screen asks which host it is in. */
export interface Desktop {
  /** A browser knows no paths: its choosers answer null, and a screen offers a field to type one. */
  readonly kind: 'electron' | 'browser'
  /** Answers the chosen path, or null when nothing was chosen. */
  chooseFolder(title: string): Promise<string | null>
  /** @param extensions without the dot; none means any file */
  chooseFile(title: string, extensions: string[]): Promise<string | null>
  chooseNewFile(title: string, name: string): Promise<string | null>
  /** The print dialog of what is on screen. */
  print(): Promise<void>
  /** What is on screen as an A4 file; a browser's print dialog offers it. False when nobody chose a place. */
  savePdf(name: string): Promise<boolean>
  badge(count: number): Promise<void>
  /** The native menus' language. */
  language(language: 'it' | 'en'): Promise<void>
  onOrder(listener: (order: HostOrder) => void): Unsubscribe
}

declare global {
  interface Window {
    /** Put there by the preload script; absent in a browser. */
    readonly desktop?: Desktop
  }
}

const browserDesktop: Desktop = {
  kind: 'browser',
  chooseFolder: () => Promise.resolve(null),
  chooseFile: () => Promise.resolve(null),
  chooseNewFile: () => Promise.resolve(null),
  print: () => {
    window.print()
    return Promise.resolve()
  },
  savePdf: () => {
    window.print()
    return Promise.resolve(true)
  },
  badge: async (count) => {
    // Only an installed page has a badge to write on.
    await navigator.setAppBadge?.(count).catch(() => undefined)
  },
  language: () => Promise.resolve(),
  onOrder: () => () => undefined,
}

/** The host's powers, whichever host it is. */
export const hostDesktop = (): Desktop => window.desktop ?? browserDesktop
