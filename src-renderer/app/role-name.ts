import { useI18n } from 'vue-i18n'

/** A role as people call it: its own name, or the shipped one in the reader's language. */
export const useRoleName = (): ((key: string, name?: string) => string) => {
  const { t, te } = useI18n()
  return (key, name) => {
    if (name) return name
    const word = `vocabulary.roles.${key}`
    return te(word) ? t(word) : key
  }
}
