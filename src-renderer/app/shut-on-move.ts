import { onScopeDispose } from 'vue'
import { useRouter } from 'vue-router'

/** A dialog of the shell itself goes when a key (F2, F4, a notice's click) leads to another screen: nothing lies over that. */
export const useShutOnMove = (shut: () => void): void => {
  onScopeDispose(useRouter().afterEach(() => shut()))
}
