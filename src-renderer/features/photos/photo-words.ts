import { useI18n } from 'vue-i18n'
import type { PhotoFactsOf, TicketPhoto } from '@shared/contract/photos'
import { useFormats } from '@/app/formats'

/** What is said of a photo in one line. */
export const usePhotoWords = () => {
  const { t, locale } = useI18n()
  const { number, day, moment } = useFormats()

  /** The camera's own clock: it has no zone, so nothing is reckoned. */
  const taken = (at: string): string =>
    new Intl.DateTimeFormat(locale.value === 'en' ? 'en-GB' : 'it', {
      weekday: 'short',
      day: 'numeric',
      month: 'short',
      year: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      timeZone: 'UTC',
    }).format(new Date(`${at}Z`))

  const momentOf = (photo: TicketPhoto): string => {
    if (photo.moment === null) return ''
    if (photo.visitDay === null) return t(`vocabulary.photoMoment.${photo.moment}`)
    return t(`photos.ofVisit.${photo.moment}`, { day: day(photo.visitDay) })
  }
  const aside = (photo: TicketPhoto, facts: PhotoFactsOf | undefined): string =>
    [
      momentOf(photo),
      facts?.takenAt ? t('photos.taken', { when: taken(facts.takenAt) }) : '',
      facts && facts.width > 0 ? t('photos.size', { width: number(facts.width), height: number(facts.height) }) : '',
      photo.redactedAt === null
        ? ''
        : t('photos.redactedBy', { who: photo.redactedBy, when: moment(photo.redactedAt) }),
    ]
      .filter(Boolean)
      .join(' · ')

  return { taken, aside, momentOf }
}
