import { reactive, watch } from 'vue'
import { isPhotoName, isPhotoType } from '@shared/photos/photo-types'
import { useClient } from '@/client/client'

const AT_ONCE = 60

/** Pictures of the piece that is looked at, taken out of the archive when they are first wanted. */
export const useChatPictures = (sha256: () => string, wanted: () => readonly string[]) => {
  const client = useClient()
  const known = reactive(new Map<string, string>())
  const asked = new Set<string>()

  watch(
    [sha256, wanted] as const,
    async ([of, names], [before]) => {
      if (of !== before) {
        known.clear()
        asked.clear()
      }
      const missing = names.filter((name) => isPhotoName(name) && !asked.has(name)).slice(0, AT_ONCE)
      if (of === '' || missing.length === 0) return
      for (const name of missing) asked.add(name)
      const answer = await client.whatsapp.pictures({ sha256: of, names: missing })
      if (answer.ok && of === sha256())
        for (const { name, sha256: picture, type } of answer.value.pictures)
          if (isPhotoType(type)) known.set(name, picture)
    },
    { immediate: true },
  )
  return { pictureOf: (name: string): string | undefined => known.get(name) }
}
