import { useElementSize, useEventListener } from '@vueuse/core'
import { computed, nextTick, ref, type Ref } from 'vue'

/** Chromium lays out nothing beyond 2^25 px; below this a list of any length is scaled into the scroll bar. */
export const MAX_SCROLL_HEIGHT = 30_000_000

const OVERSCAN = 8

export interface RowGeometry {
  readonly total: number
  readonly rowHeight: number
  /** The height of the part that rows show in, without the header. */
  readonly viewport: number
}

/** The height that the browser is told, and how many pixels of rows pass for one pixel of scroll bar. */
export const scaleOf = ({ total, rowHeight, viewport }: RowGeometry): { height: number; ratio: number } => {
  const real = total * rowHeight
  const height = Math.min(real, MAX_SCROLL_HEIGHT)
  const travel = height - viewport
  return { height, ratio: real > height && travel > 0 ? (real - viewport) / travel : 1 }
}

/** Where to scroll so that a row is wholly seen; the present place if it is. */
export const revealOffset = (index: number, top: number, { rowHeight, viewport }: RowGeometry): number => {
  const start = index * rowHeight
  if (start < top) return start
  if (start + rowHeight > top + viewport) return start + rowHeight - viewport
  return top
}

export interface VirtualRowsOptions {
  readonly scroller: Readonly<Ref<HTMLElement | null>>
  readonly total: Readonly<Ref<number>>
  readonly rowHeight: number
  readonly headerHeight: number
}

/**
 * Which rows of a list with one row height are drawn, and where. All is arithmetic: nothing is measured or kept per
 * row, so a million rows cost what fifty do.
 */
export const useVirtualRows = ({ scroller, total, rowHeight, headerHeight }: VirtualRowsOptions) => {
  const { height } = useElementSize(scroller, { width: 0, height: 600 })
  const scrollTop = ref(0)
  const readScroll = (): void => {
    scrollTop.value = scroller.value?.scrollTop ?? 0
  }
  useEventListener(scroller, 'scroll', readScroll, { passive: true })

  const geometry = computed((): RowGeometry => ({
    total: total.value,
    rowHeight,
    viewport: Math.max(0, height.value - headerHeight),
  }))
  const scale = computed(() => scaleOf(geometry.value))
  /** The place in rows' pixels, whatever the scroll bar shows. */
  const top = computed(() => scrollTop.value * scale.value.ratio)

  const firstVisible = computed(() => Math.max(0, Math.floor(top.value / rowHeight)))
  const lastVisible = computed(() =>
    Math.min(total.value - 1, Math.ceil((top.value + geometry.value.viewport) / rowHeight) - 1),
  )
  const first = computed(() => Math.max(0, firstVisible.value - OVERSCAN))
  const last = computed(() => Math.min(total.value - 1, lastVisible.value + OVERSCAN))
  const offsetOf = (index: number): number => index * rowHeight - top.value + scrollTop.value

  const scrollToTop = (place: number): void => {
    const element = scroller.value
    if (!element) return
    element.scrollTop = Math.max(0, place) / scale.value.ratio
    readScroll()
  }

  return {
    first,
    last,
    firstVisible,
    lastVisible,
    /** The height of the spacer that gives the scroll bar its length. */
    height: computed(() => scale.value.height),
    /** Where a row stands, in pixels from the spacer's top. */
    offsetOf,
    pageRows: computed(() => Math.max(1, Math.floor(geometry.value.viewport / rowHeight) - 1)),
    reveal: (index: number): void => scrollToTop(revealOffset(index, top.value, geometry.value)),
    toStart: (): void => scrollToTop(0),
    isAtStart: computed(() => scrollTop.value < rowHeight / 2),
    /** Keeps what is read in its place after `rows` more rows came above it. */
    shift: async (rows: number): Promise<void> => {
      const place = top.value + rows * rowHeight
      await nextTick()
      scrollToTop(place)
    },
  }
}
