import { useElementSize, useEventListener } from '@vueuse/core'
import { computed, ref, type Ref } from 'vue'

const STEP = 1.25
const MOST = 12
const LEAST = 0.25
const PAN_PX = 80

/** How a picture lies in its frame: fitted, larger, turned; moved by the frame's own scrolling, by mouse and by keys. */
export const usePhotoView = (stage: Ref<HTMLElement | null>) => {
  const zoom = ref(1)
  const turn = ref(0)
  const natural = ref({ width: 0, height: 0 })
  const { width: roomWidth, height: roomHeight } = useElementSize(stage)

  /** How large it is drawn, and the room that it takes as it is turned; null until it is there. */
  const size = computed(() => {
    const { width, height } = natural.value
    if (width === 0 || roomWidth.value === 0) return null
    const isTurned = turn.value % 180 !== 0
    const fit = Math.min(
      1,
      roomWidth.value / (isTurned ? height : width),
      roomHeight.value / (isTurned ? width : height),
    )
    const drawn = { width: width * fit * zoom.value, height: height * fit * zoom.value }
    return { drawn, box: isTurned ? { width: drawn.height, height: drawn.width } : drawn }
  })

  const zoomBy = (factor: number): void => {
    zoom.value = Math.min(MOST, Math.max(LEAST, zoom.value * factor))
  }
  const pan = (left: number, top: number): void => stage.value?.scrollBy({ left: left * PAN_PX, top: top * PAN_PX })

  // A wheel with Ctrl, or two fingers on a pad, zooms; the hand that holds the picture moves it.
  useEventListener(
    stage,
    'wheel',
    (event: WheelEvent) => {
      if (!event.ctrlKey) return
      event.preventDefault()
      zoomBy(event.deltaY < 0 ? STEP : 1 / STEP)
    },
    { passive: false },
  )
  let held: { readonly x: number; readonly y: number } | null = null
  useEventListener(stage, 'pointerdown', (event: PointerEvent) => {
    if (event.button === 0 && zoom.value > 1) held = { x: event.clientX, y: event.clientY }
  })
  useEventListener(window, 'pointermove', (event: PointerEvent) => {
    if (held === null) return
    stage.value?.scrollBy(held.x - event.clientX, held.y - event.clientY)
    held = { x: event.clientX, y: event.clientY }
  })
  useEventListener(window, 'pointerup', () => (held = null))

  const reset = (): void => {
    zoom.value = 1
    turn.value = 0
  }

  return {
    zoom,
    turn,
    size,
    reset,
    measured: (image: HTMLImageElement): void => {
      natural.value = { width: image.naturalWidth, height: image.naturalHeight }
    },
    larger: (): void => zoomBy(STEP),
    smaller: (): void => zoomBy(1 / STEP),
    rotate: (): void => {
      turn.value = (turn.value + 90) % 360
    },
    pan,
  }
}
export type PhotoView = ReturnType<typeof usePhotoView>

export const px = ({ width, height }: { width: number; height: number }): { width: string; height: string } => ({
  width: `${width}px`,
  height: `${height}px`,
})
