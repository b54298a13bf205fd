import { ref } from 'vue'
import { useI18n } from 'vue-i18n'
import type { CrewId } from '@shared/kernel/ids'
import type { Day } from '@shared/kernel/instant'
import { useSession } from '@/app/session'
import { hostDesktop } from '@/client/desktop'
import { saveFile } from '@/client/save-file'

export interface AskedSheet {
  readonly crewId: CrewId
  readonly day: Day
  readonly withPhotos: boolean
}

/** Asks the engine for a crew's paper, and hands it to whatever shows or keeps files here. */
export const useDaySheet = () => {
  const { locale } = useI18n()
  const session = useSession()
  const pending = ref(false)
  const failed = ref(false)

  const fetchSheet = async ({ crewId, day, withPhotos }: AskedSheet): Promise<File | null> => {
    try {
      const answer = await fetch(session.daySheetUrl(crewId, day, locale.value === 'en' ? 'en' : 'it', withPhotos))
      if (!answer.ok) return null
      const named = /filename\*=UTF-8''([^;]+)/.exec(answer.headers.get('content-disposition') ?? '')?.[1]
      const name = named === undefined ? `${day}.pdf` : decodeURIComponent(named)
      return new File([await answer.blob()], name, { type: 'application/pdf' })
    } catch {
      return null
    }
  }

  const withSheet = async (asked: AskedSheet, use: (file: File) => Promise<boolean>): Promise<boolean> => {
    if (pending.value) return false
    pending.value = true
    failed.value = false
    const file = await fetchSheet(asked)
    failed.value = file === null || !(await use(file))
    pending.value = false
    return !failed.value
  }

  return {
    pending,
    failed,
    open: (asked: AskedSheet) =>
      withSheet(asked, async (file) => hostDesktop().openPdf(file.name, new Uint8Array(await file.arrayBuffer()))),
    save: (asked: AskedSheet) =>
      withSheet(asked, (file) => {
        saveFile(file.name, file.type, [file])
        return Promise.resolve(true)
      }),
  }
}
