import { useI18n } from 'vue-i18n'
import type { TimelineEntry } from '@shared/contract/tickets'
import type { Day } from '@shared/kernel/instant'
import { useFormats } from '@/app/formats'

const ICONS: Readonly<Record<TimelineEntry['kind'], string>> = {
  created: 'i-lucide-flag',
  message: 'i-lucide-mail',
  note: 'i-lucide-notebook-pen',
  fields: 'i-lucide-pencil',
  status: 'i-lucide-arrow-right-left',
  assigned: 'i-lucide-users',
  planned: 'i-lucide-calendar-plus',
  visit: 'i-lucide-hammer',
  reopened: 'i-lucide-rotate-ccw',
  linked: 'i-lucide-link',
  deadline: 'i-lucide-alarm-clock',
  marked_sent: 'i-lucide-mail-check',
  taken_back: 'i-lucide-undo-2',
  merged: 'i-lucide-merge',
  unmerged: 'i-lucide-split',
  split: 'i-lucide-split',
  unlinked: 'i-lucide-unlink',
  redacted: 'i-lucide-square',
  untold: 'i-lucide-mail-x',
  platform: 'i-lucide-globe',
  callback: 'i-lucide-phone-outgoing',
  follow_up: 'i-lucide-message-circle-question-mark',
  macro: 'i-lucide-zap',
  rule: 'i-lucide-workflow',
}

const DAY = /^\d{4}-\d{2}-\d{2}$/
/** Entries whose values are codes, and the list of words that spells them. */
const CODES: Readonly<Record<string, string>> = {
  from: 'status',
  to: 'status',
  outcome: 'outcome',
  reason: 'waitingReason',
  channel: 'channel',
  status: 'status',
  moment: 'photoMoment',
  step: 'citizenStep',
  untold: 'untold',
  platformStatus: 'platformStatus',
  call: 'call',
}
/** Of what a deadline is one. */
const DEADLINES = 'notices.of'
const CODED_FIELDS = ['priority', 'kind']

export const entryIcon = (entry: TimelineEntry): string => ICONS[entry.kind]

/** What an entry says of planned visits, besides its own sentence. */
const VISITS = ['visitsOff', 'visitsHanded', 'visitsBack'] as const

export interface EntryWords {
  /** The sentence of an event: `timeline.<kind>`, or a closer one where its values allow. */
  readonly sentence: (entry: TimelineEntry) => string
  /** What happened to the crews' board with it; empty for most. */
  readonly aside: (entry: TimelineEntry) => string
}

export const useEntryWords = (): EntryWords => {
  const { t, te } = useI18n()
  const { day } = useFormats()

  const word = (list: string, value: string): string => {
    const key = `vocabulary.${list}.${value}`
    return te(key) ? t(key) : value
  }

  const spelled = (name: string, value: unknown): string => {
    if (value === null || value === undefined || value === '') return t('timeline.nothing')
    const text = String(value)
    if (DAY.test(text)) return day(text as Day)
    if (name === 'of' && te(`${DEADLINES}.${text}`)) return t(`${DEADLINES}.${text}`)
    const list = CODES[name]
    return list === undefined ? text : word(list, text)
  }

  const fieldsSentence = (entry: TimelineEntry): string => {
    const field = String(entry.data.field ?? '')
    if (field === 'storm') {
      const { from, to } = entry.data
      return to === '' ? t('timeline.stormOut', { storm: String(from) }) : t('timeline.stormIn', { storm: String(to) })
    }
    const valueOf = (name: string): string => {
      const value = String(entry.data[name] ?? '')
      if (value === '') return t('timeline.nothing')
      return CODED_FIELDS.includes(field) ? word(field, value) : DAY.test(value) ? day(value as Day) : value
    }
    const named = te(`timeline.field.${field}`) ? t(`timeline.field.${field}`) : field
    if (field === 'description') return t('timeline.fieldsLong', { field: named })
    if (String(entry.data.from ?? '') === '') return t('timeline.fieldsFirst', { field: named, to: valueOf('to') })
    return t('timeline.fields', { field: named, from: valueOf('from'), to: valueOf('to') })
  }

  /** What the crew brought back with its result. */
  const brought = ({ kind, data }: TimelineEntry): string[] => {
    if (kind !== 'visit') return []
    const { why, minutes, materials, instead } = data
    return [
      ...(why === undefined ? [] : [t('timeline.visitWhy', { why: word('visitReason', String(why)) })]),
      ...(minutes === undefined ? [] : [t('timeline.visitMinutes', { minutes: String(minutes) })]),
      ...(materials === undefined ? [] : [t('timeline.visitMaterials', { materials: String(materials) })]),
      ...(instead === undefined ? [] : [t('timeline.visitInstead', { instead: word('visit', String(instead)) })]),
    ]
  }

  const aside = (entry: TimelineEntry): string => [...brought(entry), ...boardWords(entry)].join('. ')

  const boardWords = ({ data }: TimelineEntry): string[] =>
    VISITS.filter((name) => Array.isArray(data[name])).map((name) => {
      const visits = data[name] as readonly { crew: string; day: Day }[]
      return t(`timeline.${name}`, { visits: visits.map((visit) => `${visit.crew}, ${day(visit.day)}`).join('; ') })
    })

  const sentence = (entry: TimelineEntry): string => {
    if (entry.kind === 'fields') return fieldsSentence(entry)
    if (entry.kind === 'macro')
      return t(entry.data.undone === true ? 'timeline.macro_undone' : 'timeline.macro', {
        macro: String(entry.data.macro ?? ''),
      })
    if (entry.kind === 'rule') {
      const steps = Array.isArray(entry.data.steps) ? (entry.data.steps as readonly string[]) : []
      const told = Number(entry.data.notified ?? 0)
      const did = [
        ...steps.map((step) => t(`macros.steps.${step}`)),
        ...(told > 0 ? [t('automations.told', { count: told }, told)] : []),
      ]
      return t('timeline.rule', { rule: String(entry.data.rule ?? ''), did: did.join(', ') })
    }
    if (entry.data.undone === true) return t('timeline.undone', { to: spelled('to', entry.data.to) })
    const values = Object.fromEntries(Object.entries(entry.data).map(([name, value]) => [name, spelled(name, value)]))
    if (entry.kind === 'linked' && entry.data.number !== undefined)
      return t('timeline.linked_to', { number: String(entry.data.number) })
    if (entry.kind === 'planned' && entry.data.round !== undefined) return t('timeline.planned_round', values)
    const closer = [
      `timeline.${entry.kind}_${String(entry.data.to ?? entry.data.status ?? '')}`,
      `timeline.${entry.kind}`,
    ]
    return t(closer.find((key) => te(key)) ?? `timeline.${entry.kind}`, values)
  }
  return { sentence, aside }
}
