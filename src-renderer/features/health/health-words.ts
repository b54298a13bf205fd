import { useI18n } from 'vue-i18n'
import type { z } from 'zod'
import type { desk } from '@shared/contract/desk'
import type { DeskStatus } from '@/app/desk-status'
import { useFormats } from '@/app/formats'
import { useReadOnlyText } from '@/app/read-only-text'

export type Health = z.output<(typeof desk)['health']['output']>

export interface HealthPart {
  readonly id: string
  readonly text: string
  /** Somebody should look at it. */
  readonly alarm: boolean
  /** More words, for whoever points at it. */
  readonly hint: string
  /** Where it is told in full. */
  readonly route?: string
  /** Which of the settings, where `route` is `settings`. */
  readonly section?: string
  /** Told in full in a window of its own. */
  readonly opens?: 'outbox'
}

/** Fewer are read before anybody has looked. */
const MANY = 100

/** It is not the server that keeps the mail waiting, but the store here. */
const waitsForStore = ({ state, errorCode }: Health['mailboxes'][number]): boolean =>
  state === 'waiting' && errorCode !== null && !errorCode.startsWith('mailbox_')

/** What no patience mends: somebody must look at the mailbox's settings. */
const STUCK: Readonly<Record<string, string>> = {
  mailbox_auth_failed: 'refused',
  mailbox_tls_untrusted: 'untrusted',
  mailbox_folder_missing: 'folderMissing',
  mailbox_consent_over: 'consentOver',
  mailbox_consent_refused: 'consentOver',
  mailbox_client_missing: 'consentOver',
}

const ALARMS: readonly Health['mailboxes'][number]['state'][] = ['waiting', 'stopped', 'no_secret', 'nobody']

const mailWord = (box: Health['mailboxes'][number]): string => {
  if (waitsForStore(box)) return box.errorCode === 'disk_full' ? 'diskFull' : 'store'
  return (box.state === 'waiting' ? STUCK[box.errorCode ?? ''] : undefined) ?? box.state
}

/** The bottom line in plain words: *Archivio a posto, 3 postazioni, copia delle 07:00 · Posta collegata, 12 s fa*. */
export const useHealthWords = () => {
  const { t, te, locale } = useI18n()
  const { time, moment, number } = useFormats()
  const readOnlyText = useReadOnlyText()

  const ago = (at: number, now: number): string =>
    new Intl.RelativeTimeFormat(locale.value, { style: 'short' }).format(
      now - at < 90_000 ? -Math.max(1, Math.round((now - at) / 1000)) : -Math.round((now - at) / 60_000),
      now - at < 90_000 ? 'second' : 'minute',
    )

  const storePart = (health: Health, status: DeskStatus): HealthPart => {
    const readOnly = readOnlyText(status.store)
    const copy = health.lastCopyAt
    const isToday = copy !== null && new Date(copy).toDateString() === new Date().toDateString()
    const isFailed = health.copyFailure !== null
    const copied = isFailed
      ? t('health.copyFailed')
      : copy === null
        ? t('health.noCopy')
        : t('health.copy', { at: isToday ? time(copy) : moment(copy) }, isToday ? 1 : 2)
    return {
      id: 'store',
      text: [
        t(readOnly === null ? 'health.storeWell' : 'health.storeReadOnly'),
        t('health.desks', { count: health.desks }, health.desks),
        copied,
      ].join(', '),
      alarm: readOnly !== null || isFailed,
      hint: readOnly?.text ?? status.store?.path ?? '',
    }
  }

  const mailPart = (box: Health['mailboxes'][number], several: boolean, now: number): HealthPart => {
    const when = box.checkedAt === null ? '' : `, ${ago(box.checkedAt, now)}`
    const { progress } = box
    const state =
      progress !== null && progress.total > MANY
        ? t('health.reading', { done: number(progress.done), total: number(progress.total) })
        : t(`health.mail.${mailWord(box)}`)
    const why = box.errorCode !== null && te(`errors.${box.errorCode}`) ? t(`errors.${box.errorCode}`) : ''
    return {
      id: `mail-${box.id}`,
      text: `${several ? `${box.name}: ` : ''}${state}${box.state === 'idle' || box.state === 'polling' ? when : ''}`,
      alarm: ALARMS.includes(box.state),
      hint: why || box.name,
      ...(ALARMS.includes(box.state) && !waitsForStore(box) ? { route: 'settings', section: 'mail' } : {}),
    }
  }

  const tidyingParts = ({ id, name, tidying }: Health['mailboxes'][number]): HealthPart[] =>
    tidying.errorCode === null
      ? []
      : [
          {
            id: `tidying-${id}`,
            text: t('health.tidying', { count: number(tidying.waiting) }, tidying.waiting),
            alarm: true,
            hint: te(`errors.${tidying.errorCode}`) ? t(`errors.${tidying.errorCode}`, { folder: name }) : name,
          },
        ]

  /** Hours are told in hours: nobody reads 3,600 seconds. */
  const clockParts = (off: Health['clockOff']): HealthPart[] => {
    if (off === null) return []
    const minutes = Math.round(Math.abs(off.seconds) / 60)
    const key = off.seconds > 0 ? 'health.clockAhead' : 'health.clockBehind'
    return [
      {
        id: 'clock',
        text: t(key, { host: off.host, count: minutes }, minutes),
        alarm: true,
        hint: t('health.clockHint'),
      },
    ]
  }

  const missingParts = (count: number): HealthPart[] =>
    count === 0
      ? []
      : [
          {
            id: 'missing',
            text: t('health.missing', { count }, count),
            alarm: true,
            hint: t('health.missingHint'),
            route: 'reckoning',
          },
        ]

  const siteParts = (site: Health['site']): HealthPart[] => {
    if (!site || (site.failure === null && !site.stale)) return []
    const told = site.failure === null ? '' : `errors.${site.failure}`
    return [
      {
        id: 'site',
        text: t(site.failure === null ? 'health.siteStale' : 'health.siteFailed'),
        alarm: true,
        hint: te(told) ? t(told) : t('health.siteStaleHint'),
        route: 'settings',
        section: 'site',
      },
    ]
  }

  const platformParts = (failing: Health['platforms'] | undefined): HealthPart[] =>
    (failing ?? []).map(({ name, failure }) => ({
      id: `platform-${name}`,
      text: t('health.platformFailed', { name }),
      alarm: true,
      hint: te(`errors.${failure ?? ''}`) ? t(`errors.${failure ?? ''}`) : '',
      route: 'settings',
      section: 'platforms',
    }))

  const lineParts = (line: Health['whatsapp'] | undefined): HealthPart[] => {
    if (!line || (line.failure === null && line.aside === 0)) return []
    const told = `errors.${line.failure ?? ''}`
    return [
      {
        id: 'whatsapp',
        text:
          line.failure === null
            ? t('health.whatsappAside', { count: line.aside }, line.aside)
            : t('health.whatsappFailed'),
        alarm: true,
        hint: line.failure !== null && te(told) ? t(told) : t('health.whatsappAsideHint'),
        route: 'settings',
        section: 'whatsappLine',
      },
    ]
  }

  const outboxParts = ({ waiting, failed, uncertain }: Health['outbox']): HealthPart[] =>
    (
      [
        ['waiting', waiting, false],
        ['failed', failed, true],
        ['uncertain', uncertain, true],
      ] as const
    )
      .filter(([, count]) => count > 0)
      .map(([id, count, alarm]) => ({
        id,
        text: t(`health.outbox.${id}`, { count }, count),
        alarm,
        hint: '',
        opens: 'outbox',
      }))

  return (health: Health, status: DeskStatus, now: number): HealthPart[] => [
    storePart(health, status),
    ...health.mailboxes
      .filter((box) => box.state !== 'off')
      .map((box) => mailPart(box, health.mailboxes.length > 1, now)),
    ...health.mailboxes.flatMap(tidyingParts),
    ...outboxParts(health.outbox),
    ...missingParts(health.mailMissing),
    ...siteParts(health.site),
    ...platformParts(health.platforms),
    ...lineParts(health.whatsapp),
    ...clockParts(health.clockOff),
  ]
}
