import { computed, ref, watch, type Ref } from 'vue'

/** The chosen row of a list that changes under one's eyes: when it goes, the one that takes its place is chosen. */
export const useCurrentRow = <Row extends { readonly id: number }>(rows: Readonly<Ref<readonly Row[]>>) => {
  const id = ref<number | null>(null)
  let position = 0
  watch(
    rows,
    (now) => {
      const at = now.findIndex((row) => row.id === id.value)
      if (at >= 0) position = at
      else id.value = now[Math.min(position, now.length - 1)]?.id ?? null
    },
    { immediate: true },
  )
  const current = computed(() => rows.value.find((row) => row.id === id.value) ?? null)
  const moveBy = (by: 1 | -1): void => {
    const next = rows.value[rows.value.findIndex((row) => row.id === id.value) + by]
    if (next) id.value = next.id
  }
  return { id, current, moveBy }
}
