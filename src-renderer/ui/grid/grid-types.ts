import type { Ref } from 'vue'
import type { AppError } from '@shared/kernel/app-error'

export type RowKey = number | string

export interface GridColumn {
  readonly id: string
  /** Already in the reader's language. */
  readonly title: string
  /** Pixels. */
  readonly width: number
  readonly minWidth?: number
  /** Takes its share of the room that is left. */
  readonly grow?: number
  readonly align?: 'start' | 'end'
  /** The key that the list can be sorted by; without one the header is no button. */
  readonly sortKey?: string
  /** Not shown until a person chooses it. */
  readonly optional?: boolean
  /** Shown unasked only where the grid is at least so wide, in pixels: before, the others need the room. */
  readonly room?: number
}

export interface GridSort {
  readonly key: string
  readonly descending: boolean
}

/** What a person changed about a grid's columns; remembered by whoever owns the grid. */
export interface GridLayout {
  /** Pixels; a column without one takes its own width and its share of what is left. */
  readonly widths: Readonly<Record<string, number>>
  /** Null until a person chose. */
  readonly shown: readonly string[] | null
}

/** How many rows one "select all" or one range may gather. */
export const SELECT_LIMIT = 10_000

/**
 * A list of any length of which only a window is held. Indices run from 0 to `total - 1`; reading `rowAt` in a
 * render is tracked.
 */
export interface GridSource<T> {
  readonly total: Readonly<Ref<number>>
  /** The first answer takes its time. */
  readonly isLoading: Readonly<Ref<boolean>>
  /** There was an answer, so an empty list is truly empty. */
  readonly isReady: Readonly<Ref<boolean>>
  /** The first list, or another one, is on its way: the rows that are held are not what was asked for. */
  readonly isChanging: Readonly<Ref<boolean>>
  readonly error: Readonly<Ref<AppError | undefined>>
  /** Rows that just changed, for one flash each. */
  readonly changed: Readonly<Ref<ReadonlySet<RowKey>>>
  readonly rowAt: (index: number) => T | undefined
  readonly indexOf: (key: RowKey) => number | undefined
  /** Says what is on screen, both ends included; what is missing is fetched. */
  readonly ensureRange: (from: number, to: number) => void
  readonly keysBetween: (from: number, to: number) => Promise<readonly RowKey[]>
  /** Called before the page is drawn again when what is on screen moved by `rows` (new rows above: positive). */
  readonly onShift: (listener: (rows: number) => void) => void
  /** Called when another list took this one's place: its top is shown. */
  readonly onReset: (listener: () => void) => void
  readonly refresh: () => Promise<void>
}

/** What a grid lets its page do from outside. */
export interface GridHandle {
  readonly moveBy: (by: number) => void
  readonly toggleCurrent: () => void
  readonly selectAll: () => Promise<void>
  readonly clearSelection: () => void
  /** Takes the keyboard; where another list is on its way, as soon as that is there. */
  readonly focus: () => void
}
