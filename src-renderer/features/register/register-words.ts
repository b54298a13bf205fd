import { useI18n } from 'vue-i18n'
import type { AuditRow } from '@shared/contract/audit'

/** The program's own doings, beside the calls of the contract. */
export const SYSTEM_NAMES = [
  'system',
  'upkeep',
  'store.created',
  'store.opened',
  'store.closed',
  'mail.receive',
  'mail.send',
  'mail.doubt',
  'mail.reckon',
  'forwarding.reminders',
  'automations.act',
  'deadlines.remind',
  'files.read',
  'files.add',
  'copies.failed',
  'accounts.sessionOver',
] as const

/** A row of the register in the words of whoever reads it. */
export const useRegisterWords = () => {
  const { t, te } = useI18n()

  /** A name that this program has no word for (another version wrote it) stays as it is. */
  const action = (name: string): string => {
    const word = `register.actions.${name}`
    return te(word) ? t(word) : name
  }
  const actionOf = (row: AuditRow): string => {
    if (row.kind === 'look' && row.entityId !== null && row.entity !== null && te(`register.looks.${row.entity}`))
      return t(`register.looks.${row.entity}`)
    return action(row.name)
  }
  const whoOf = (row: AuditRow): string => {
    if (row.displayName !== '') return row.displayName
    if (row.actor === 'system') return t('register.program')
    return row.actor === '' ? t('register.stranger') : row.actor
  }
  const objectOf = (row: AuditRow): string => {
    if (row.number !== '') return row.number
    if (row.person !== '') return row.person
    if (row.entity === null || !te(`register.objects.${row.entity}`)) return ''
    const thing = t(`register.objects.${row.entity}`)
    return row.entityId === null ? thing : `${thing} ${row.entityId}`
  }
  const outcomeOf = (row: AuditRow): string => {
    if (row.outcome === 'ok') return ''
    return te(`register.outcomes.${row.outcome}`) ? t(`register.outcomes.${row.outcome}`) : row.outcome
  }
  const deskOf = ({ chain, host, osUser }: { chain: string; host: string; osUser: string }): string =>
    [chain.startsWith('cli:') ? t('register.commandLine', { host }) : host, osUser].filter(Boolean).join(' · ')
  return { action, actionOf, deskOf, whoOf, objectOf, outcomeOf }
}
