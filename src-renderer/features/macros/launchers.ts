import { onScopeDispose, shallowRef } from 'vue'
import type { Macro } from '@shared/contract/macros'
import type { MacroId } from '@shared/kernel/ids'

/** A place on screen from which macros are run: the ticket, or the selection of a list. */
interface Launcher {
  /** Those that it offers now, in their order. */
  readonly offered: () => readonly Macro[]
  readonly open: (id: MacroId) => void
}

const launchers = shallowRef<readonly Launcher[]>([])

/** The newest one speaks: a selection comes after the ticket beside it. */
export const currentLauncher = (): Launcher | undefined => launchers.value.at(-1)

/** For as long as the calling component lives. */
export const useLauncher = (launcher: Launcher): void => {
  launchers.value = [...launchers.value, launcher]
  onScopeDispose(() => {
    launchers.value = launchers.value.filter((other) => other !== launcher)
  })
}
