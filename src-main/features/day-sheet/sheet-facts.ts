import type { Area, Point } from '@shared/places/geo'

/** Everything that a crew's sheet of one day shows; drawn by `draw-sheet.ts`, which asks nobody. */
export interface SheetFacts {
  readonly town: string
  readonly serviceName: string
  readonly officePhone: string
  readonly crew: {
    readonly name: string
    readonly color: string
    readonly vehicle: string
    readonly members: readonly { readonly name: string; readonly phone: string }[]
  }
  readonly day: string
  readonly printedAt: number
  readonly zone: string
  /** Recurring rounds of that day; an empty `where` is the whole town. */
  readonly rounds: readonly { readonly name: string; readonly minutes: number; readonly where: string }[]
  readonly stops: readonly SheetStop[]
  readonly map: SheetMapFacts
  /** From stop to stop, from and back to the depot; null where there is no way to go. */
  readonly way: SheetWay | null
}

export interface SheetWay {
  readonly metres: number
  readonly seconds: number
  /** `away`: the office has a server for roads, and it did not help. */
  readonly measure: 'roads' | 'lines' | 'away'
  /** How much longer than straight lines roads are taken for, where they are not known. */
  readonly factor: number
}

export interface SheetStop {
  readonly code: string
  readonly number: string
  readonly subject: string
  readonly place: string
  readonly district: string
  readonly category: string
  readonly priority: 'low' | 'normal' | 'high' | 'urgent'
  readonly emergency: boolean
  readonly text: string
  /** Who called, with the number masked once the ticket is closed; null when nobody left a name. */
  readonly person: { readonly name: string; readonly phone: string } | null
  /** A JPEG as small as the paper shows it, without what its camera wrote beside it. */
  readonly photo: Uint8Array | null
  /** Files of the ticket that are not on the sheet. */
  readonly moreFiles: number
  readonly checklist: readonly string[]
  readonly minutes: number
  readonly status: 'planned' | 'done' | 'not_done'
  readonly note: string
  readonly point: Point | null
}

export interface SheetMapFacts {
  readonly boundary: readonly Area[]
  readonly districts: readonly { readonly name: string; readonly area: Area | null; readonly centre: Point | null }[]
  readonly depot: Point | null
}
