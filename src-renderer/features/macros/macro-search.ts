import { computed, ref } from 'vue'
import { fold } from '@shared/search/fold'
import type { SearchFor } from '@/app/palette'
import { currentLauncher } from './launchers'

/** The macros that the ticket or the selection on screen is offered, by any words of their names. */
export const useMacroSearch: SearchFor = (words) => ({
  searching: ref(false),
  groups: computed(() => {
    const launcher = currentLauncher()
    const asked = fold(words.value).split(/\s+/).filter(Boolean)
    const hits = (launcher?.offered() ?? [])
      .filter(({ name }) => asked.every((word) => fold(name).includes(word)))
      .map(({ id, name }) => ({
        id: `macro-${id}`,
        label: name,
        icon: 'i-lucide-zap',
        run: () => launcher?.open(id),
      }))
    return hits.length === 0 ? [] : [{ id: 'macros', title: 'macros.title', hits }]
  }),
})
