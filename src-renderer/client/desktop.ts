import { z } from 'zod'
import { type KeptReport, keptReport } from '@shared/contract/kept-report'
import type { NoticeHours } from '@shared/desks/notice-hours'
import type { Unsubscribe } from './bridge'

/** What the host's menus, notices and links ask of the page. */
export type HostOrder =
  | { readonly kind: 'command'; readonly id: string }
  | { readonly kind: 'ticket'; readonly ticketId: number }
  | { readonly kind: 'pairing'; readonly text: string }
  | { readonly kind: 'call'; readonly number: string }
  | { readonly kind: 'answer'; readonly callId: number }

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
  /** A finished PDF, in whatever shows PDFs here, to be read and printed. False: nothing does. */
  openPdf(name: string, bytes: Uint8Array): Promise<boolean>
  /** What the page can do now, by its commands' ids: native menus grey the others. */
  offers(ids: string[]): Promise<void>
  /** The native menus' language. */
  language(language: 'it' | 'en'): Promise<void>
  /** When this computer may show notices of its system; null where it shows none. */
  noticeHours(): Promise<NoticeHours | null>
  /** False: they hold only until the program ends. */
  keepNoticeHours(hours: NoticeHours): Promise<boolean>
  /** This desk's own outbox, for reports typed while the store is away. False: it cannot be kept. */
  keepReport(report: KeptReport): Promise<boolean>
  keptReports(): Promise<readonly KeptReport[]>
  dropReport(key: string): Promise<void>
  onOrder(listener: (order: HostOrder) => void): Unsubscribe
}

declare global {
  interface Window {
    /** Put there by the preload script; absent in a browser. */
    readonly desktop?: Desktop
  }
}

const KEPT = '/kept'

/** A host that is gone cannot keep anything either. */
const askHost = (path: string, init: RequestInit = {}): Promise<Response | null> =>
  fetch(path, { ...init, credentials: 'same-origin' }).catch(() => null)

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
  openPdf: (_name, bytes) => {
    const address = URL.createObjectURL(new Blob([new Uint8Array(bytes)], { type: 'application/pdf' }))
    const opened = window.open(address, '_blank')
    // The new page reads it by itself; a minute is long.
    setTimeout(() => URL.revokeObjectURL(address), 60_000)
    return Promise.resolve(opened !== null)
  },
  offers: () => Promise.resolve(),
  language: () => Promise.resolve(),
  noticeHours: () => Promise.resolve(null),
  keepNoticeHours: () => Promise.resolve(false),
  keepReport: async (report) => (await askHost(KEPT, { method: 'PUT', body: JSON.stringify(report) }))?.status === 204,
  keptReports: async () => {
    const answer = await askHost(KEPT)
    return answer?.ok ? z.array(keptReport).parse(await answer.json()) : []
  },
  dropReport: async (key) => {
    await askHost(`${KEPT}/${key}`, { method: 'DELETE' })
  },
  onOrder: () => () => undefined,
}

/** The host's powers, whichever host it is. */
export const hostDesktop = (): Desktop => window.desktop ?? browserDesktop
