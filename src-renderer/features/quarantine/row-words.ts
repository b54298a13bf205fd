import { useI18n } from 'vue-i18n'
import { QUARANTINE_REASONS } from '@shared/contract/mail'
import type { QuarantineRow } from './use-quarantine'

const DOUBTS: ReadonlySet<string> = new Set(QUARANTINE_REASONS)

/** Automatic mail says what it is; the rest says what was doubtful about it, also when the doubt is settled. */
const keyOf = ({ state, reason }: QuarantineRow): string =>
  state === 'kept' || state === 'matched' || !DOUBTS.has(reason)
    ? `quarantine.automatic.${reason}`
    : `quarantine.reasons.${reason}`

/** What a mail that was laid aside is, in a reader's words. */
export const useRowWords = () => {
  const { t } = useI18n()
  return {
    titleOf: (row: QuarantineRow): string =>
      row.word === '' ? t(`${keyOf(row)}.title`) : t(`timeline.delivery.word.${row.word}`),
    textOf: (row: QuarantineRow): string => t(`${keyOf(row)}.text`),
  }
}
