import { inject, shallowRef, type InjectionKey, type ShallowRef } from 'vue'
import type { DeskBridge, Trouble } from './bridge'

export interface DeskTrouble {
  readonly trouble: Readonly<ShallowRef<Trouble | null>>
  readonly retry: () => void
}

export const troubleKey: InjectionKey<DeskTrouble> = Symbol('trouble')

export const createTrouble = (bridge: DeskBridge): DeskTrouble => {
  const trouble = shallowRef<Trouble | null>(null)
  bridge.onTrouble((now) => {
    trouble.value = now
  })
  return { trouble, retry: () => bridge.retry() }
}

const NONE: DeskTrouble = { trouble: shallowRef(null), retry: () => undefined }

export const useTrouble = (): DeskTrouble => inject(troubleKey, NONE)
