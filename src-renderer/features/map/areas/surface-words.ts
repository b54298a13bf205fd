import { computed } from 'vue'
import { useI18n } from 'vue-i18n'

/** Square metres as people speak of a piece of a town: `1,25 km²`. */
export const useSurface = (): ((squareMetres: number) => string) => {
  const { t, locale } = useI18n()
  const decimals = computed(
    () =>
      new Intl.NumberFormat(locale.value === 'en' ? 'en-GB' : 'it', {
        minimumFractionDigits: 2,
        maximumFractionDigits: 2,
      }),
  )
  return (squareMetres) => t('map.areas.squareKilometres', { n: decimals.value.format(squareMetres / 1e6) })
}
