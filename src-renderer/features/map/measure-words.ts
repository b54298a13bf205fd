import { useI18n } from 'vue-i18n'
import { useSurface } from './areas/surface-words'
import type { Measured } from './measure-tool'

/** A hectare in square metres: below it people speak of square metres. */
const HECTARE = 10_000

/** What the tape says: `432 m`, `1,85 km`, and the surface once it closes one. */
export const useMeasureWords = (): ((now: Measured | null) => string) => {
  const { t, locale } = useI18n()
  const surface = useSurface()
  const words = (value: number, digits: number): string =>
    new Intl.NumberFormat(locale.value === 'en' ? 'en-GB' : 'it', { maximumFractionDigits: digits }).format(value)
  const length = (metres: number): string =>
    metres < 1000
      ? t('map.measure.metres', { n: words(metres, 0) })
      : t('map.measure.kilometres', { n: words(metres / 1000, 2) })
  return (now) => {
    if (now === null || now.points < 2) return t('map.tools.measureHint')
    if (now.squareMetres === null) return length(now.metres)
    const area =
      now.squareMetres < HECTARE
        ? t('map.measure.squareMetres', { n: words(now.squareMetres, 0) })
        : surface(now.squareMetres)
    return t('map.measure.both', { length: length(now.metres), area })
  }
}
