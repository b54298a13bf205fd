import { useI18n } from 'vue-i18n'
import type { z } from 'zod'
import type { openStore } from '@shared/contract/desk'

export interface ReadOnlyText {
  readonly title: string
  readonly text: string
  /** It passes by itself: nobody has to do anything. */
  readonly passes: boolean
}

/** Why nothing can be written, and what to do about it; null when it can. */
export const useReadOnlyText = (): ((store: z.output<typeof openStore> | null | undefined) => ReadOnlyText | null) => {
  const { t, te } = useI18n()
  return (store) => {
    if (store == null) return null
    if (store.readOnly === null) {
      if (store.ailment === null) return null
      const ails = `shell.ailing.${store.ailment}`
      return { title: t('shell.ailing.title'), text: t(te(ails) ? ails : 'shell.ailing.other'), passes: true }
    }
    const own = `shell.readOnly.${store.readOnly}`
    // Nobody to try it with is known (yet): the desk that is named as the first may be gone.
    const isNamed = store.readOnly !== 'share_on_trial' || store.readOnlyDetails['host'] !== ''
    const passes = store.readOnly === 'share_on_trial'
    return {
      title: passes ? t('storeNotice.trial') : t('shell.readOnly.title'),
      text: t(te(own) && isNamed ? own : `errors.${store.readOnly}`, { ...store.readOnlyDetails }),
      passes,
    }
  }
}
