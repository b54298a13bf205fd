import { computed, shallowRef } from 'vue'
import type { AreaFields, AreaKind, MapArea } from '@shared/contract/places'
import type { AreaId, DistrictId } from '@shared/kernel/ids'
import { areaFault } from '@shared/places/area-fault'
import type { Bbox } from '@shared/places/geo'
import { useClient } from '@/client/client'
import { useCommand } from '@/client/use-command'
import { useFieldEdit } from '@/client/use-field-edit'
import {
  type AreaGeometry,
  type DraftHistory,
  type Position,
  beginHistory,
  cutHole,
  cutSquare,
  step,
  stepBack,
  stepOn,
  withoutHole,
} from './area-draft'

export interface AreaDraft {
  /** Null: a new one. */
  readonly id: AreaId | null
  readonly kind: AreaKind
  /** What was there when it was opened; null for a new one. */
  readonly base: AreaFields | null
  readonly name: string
  readonly districtId: DistrictId | null
}

const fieldsOf = ({ name, districtId, geometry }: MapArea): AreaFields => ({
  name,
  districtId,
  geometry: geometry as AreaGeometry,
})

/** The area under the hand: what it is called, what was drawn step by step, what is wrong with it, and its saving. */
export const useAreaDraft = (town: () => Bbox | null) => {
  const client = useClient()
  const draft = shallowRef<AreaDraft | null>(null)
  const history = shallowRef<DraftHistory | null>(null)
  const handles = ['name_taken'] as const
  const add = useCommand(client.places.addArea, { handles })
  const edit = useFieldEdit<AreaFields>(
    ({ base, changes }) => client.places.editArea({ id: draft.value?.id as AreaId, base, changes }),
    { handles },
  )

  const geometry = computed(() => history.value?.now ?? null)
  /** A hole is being drawn into what stands. */
  const isCutting = shallowRef(false)
  const isDrawing = computed(() => draft.value !== null && (history.value === null || isCutting.value))
  const fault = computed(() => {
    const box = town()
    return geometry.value && box ? areaFault(geometry.value, box) : null
  })
  const isNamed = computed(() => {
    const now = draft.value
    if (now === null) return false
    return now.kind === 'boundary' || (now.kind === 'district' ? now.districtId !== null : now.name.trim() !== '')
  })
  const mine = computed((): AreaFields | null =>
    draft.value && geometry.value
      ? { name: draft.value.name.trim(), districtId: draft.value.districtId, geometry: geometry.value }
      : null,
  )
  const isChanged = computed(
    () =>
      draft.value !== null &&
      (history.value === null || JSON.stringify(mine.value) !== JSON.stringify(draft.value.base)),
  )

  const begin = (kind: AreaKind, districtId: DistrictId | null = null): void => {
    history.value = null
    isCutting.value = false
    draft.value = { id: null, kind, base: null, name: '', districtId }
  }
  const open = (area: MapArea): void => {
    const base = fieldsOf(area)
    draft.value = { id: area.id, kind: area.kind, base, name: base.name, districtId: base.districtId }
    history.value = beginHistory(base.geometry)
    isCutting.value = false
  }
  const close = (): void => {
    draft.value = null
    history.value = null
    isCutting.value = false
  }
  const put = (next: AreaGeometry): void => {
    history.value = history.value === null ? beginHistory(next) : step(history.value, next)
    isCutting.value = false
  }
  const drawn = (next: AreaGeometry): void => {
    const now = geometry.value
    put(isCutting.value && now !== null && next.type === 'Polygon' ? cutHole(now, next) : next)
  }

  /** Writes it; the area's id where that worked. */
  const save = async (): Promise<AreaId | null> => {
    const [now, fields] = [draft.value, mine.value]
    if (now === null || fields === null || fault.value !== null || !isNamed.value || isCutting.value) return null
    if (now.id === null || now.base === null) {
      const answer = await add.run({ kind: now.kind, ...fields })
      if (!answer.ok) return null
      close()
      return answer.value.id
    }
    if ((await edit.save(now.base, fields)) === null) return null
    close()
    return now.id
  }

  return {
    draft,
    history,
    geometry,
    isDrawing,
    isCutting,
    fault,
    isNamed,
    isChanged,
    edit,
    pending: computed(() => add.pending.value || edit.pending.value),
    error: computed(() => add.error.value ?? edit.error.value),
    begin,
    open,
    close,
    drawn,
    changed: put,
    cutSquareAt: (at: Position): void => {
      if (geometry.value) put(cutSquare(geometry.value, at))
    },
    removeHole: (hole: number): void => {
      if (geometry.value) put(withoutHole(geometry.value, hole))
    },
    rename: (change: Partial<Pick<AreaDraft, 'name' | 'districtId'>>): void => {
      if (draft.value) draft.value = { ...draft.value, ...change }
    },
    undo: (): void => {
      isCutting.value = false
      if (history.value) history.value = stepBack(history.value)
    },
    redo: (): void => {
      if (history.value) history.value = stepOn(history.value)
    },
    save,
  }
}

export type AreaWork = ReturnType<typeof useAreaDraft>
