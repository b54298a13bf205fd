import { useI18n } from 'vue-i18n'
import type { z } from 'zod'
import type { desk } from '@shared/contract/desk'
import { dayAt } from '@shared/deadlines/zone'
import { asInstant } from '@shared/kernel/instant'
import type { DeskStatus } from '@/app/desk-status'
import { officeToday, officeZone, useFormats } from '@/app/formats'
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

type Mailbox = Health['mailboxes'][number]
/** As many are told by their names, more by how many they are. */
const NAMED = 3

/** It is not the server that keeps the mail waiting, but the store here. */
const waitsForStore = ({ state, errorCode }: Mailbox): boolean =>
  state === 'waiting' && errorCode !== null && !errorCode.startsWith('mailbox_')

/** What no patience mends: somebody must look at the mailbox's settings. */
const STUCK: Readonly<Record<string, string>> = {
  mailbox_auth_failed: 'refused',
  mailbox_tls_untrusted: 'untrusted',
  mailbox_folder_missing: 'folderMissing',
  mailbox_consent_over: 'consentOver',
  mailbox_consent_refused: 'consentOver',
  mailbox_account_refused: 'consentOver',
  mailbox_client_missing: 'consentOver',
  mailbox_client_refused: 'consentOver',
}

/** Where no other computer was seen for so long the slower mode may be left over from a share. */
const ALONE_MS = 7 * 86_400_000

/** An office makes one a day; older than this it is no copy to lean on, whatever became of the newer ones. */
const OLD_COPY_MS = 3 * 86_400_000

const ALARMS: readonly Mailbox['state'][] = ['waiting', 'stopped', 'no_secret', 'nobody']

const mailWord = (box: Mailbox): string => {
  if (waitsForStore(box)) return box.errorCode === 'disk_full' ? 'diskFull' : 'store'
  return (box.state === 'waiting' ? STUCK[box.errorCode ?? ''] : undefined) ?? box.state
}

const isAlarm = ({ state }: Mailbox): boolean => ALARMS.includes(state)
const isLong = ({ progress }: Mailbox): boolean => progress !== null && progress.total > MANY
const wordKey = (box: Mailbox): string => `health.mail.${mailWord(box)}`
const namesOf = (boxes: readonly Mailbox[]): string => boxes.map(({ name }) => name).join(', ')
/** Of a long reading each mailbox tells its own count. */
const groupOf = (box: Mailbox): string => (isLong(box) ? `reading-${box.id}` : mailWord(box))
/** Where somebody can mend it. */
const wayOf = (box: Mailbox): Pick<HealthPart, 'route' | 'section'> =>
  isAlarm(box) && !waitsForStore(box) ? { route: 'settings', section: 'mail' } : {}

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

  const storePart = (health: Health, status: DeskStatus, now: number): HealthPart => {
    const readOnly = readOnlyText(status.store)
    const isAiling = status.store?.readOnly === null
    const copy = health.lastCopyAt
    const isToday = copy !== null && dayAt(asInstant(copy), officeZone.value) === officeToday()
    const isFailed = health.copyFailure !== null
    const isOld = copy !== null && now - copy > OLD_COPY_MS
    const copied = isFailed
      ? t('health.copyFailed')
      : copy === null
        ? t('health.noCopy')
        : isOld
          ? t('health.copyOld', { at: moment(copy) })
          : t('health.copy', { at: isToday ? time(copy) : moment(copy) }, isToday ? 1 : 2)
    const why = isFailed ? t('health.copyFailedHint') : isOld ? t('health.copyOldHint') : ''
    return {
      id: 'store',
      text: [
        t(readOnly === null ? 'health.storeWell' : isAiling ? 'health.storeAiling' : 'health.storeReadOnly'),
        t('health.desks', { count: health.desks }, health.desks),
        copied,
      ].join(', '),
      alarm: readOnly !== null || isFailed || isOld,
      hint: readOnly?.text ?? (why || (status.store?.path ?? '')),
      ...(readOnly === null && (isFailed || isOld) ? { route: 'settings', section: 'copies' } : {}),
    }
  }

  /** What keeps one mailbox, in full. */
  const whyOf = ({ errorCode }: Mailbox): string =>
    errorCode !== null && te(`errors.${errorCode}`) ? t(`errors.${errorCode}`) : ''

  /** Mailboxes of which the same is to be told, told once. */
  const mailPart = (boxes: readonly Mailbox[], several: boolean, now: number): HealthPart => {
    const [first] = boxes as readonly [Mailbox]
    const checked = boxes.map(({ checkedAt }) => checkedAt).filter((at) => at !== null)
    const when = checked.length === 0 ? '' : `, ${ago(Math.min(...checked), now)}`
    const words = first.progress !== null && isLong(first) ? readingWords(first.progress) : t(wordKey(first))
    const names = boxes.length > NAMED ? t('health.boxes', { count: boxes.length }) : namesOf(boxes)
    return {
      id: `mail-${first.id}`,
      text: `${several ? `${names}: ` : ''}${words}${first.state === 'idle' || first.state === 'polling' ? when : ''}`,
      alarm: isAlarm(first),
      hint: boxes.length > 1 ? reasonsOf(boxes) : whyOf(first) || first.name,
      ...wayOf(first),
    }
  }

  const readingWords = ({ done, total }: { readonly done: number; readonly total: number }): string =>
    t('health.reading', { done: number(done), total: number(total) })

  /** One to a line. */
  const reasonsOf = (boxes: readonly Mailbox[]): string =>
    boxes.map((box) => `${box.name}: ${whyOf(box) || t(wordKey(box))}`).join('\n')

  /** Side by side three sentences would cut each other off: then the line says which, and the hint says why. */
  const mailParts = (boxes: readonly Mailbox[], now: number): HealthPart[] => {
    const several = boxes.length > 1
    const groups = [...Map.groupBy(boxes, groupOf).values()]
    const inTrouble = groups.filter(([first]) => first !== undefined && isAlarm(first))
    if (inTrouble.length < 3) return groups.map((group) => mailPart(group, several, now))
    const troubled = inTrouble.flat()
    const [first] = troubled as [Mailbox]
    const together: HealthPart = {
      id: `mail-${first.id}`,
      text: t('health.mailStopped', { names: namesOf(troubled) }),
      alarm: true,
      hint: reasonsOf(troubled),
      ...(troubled.every(waitsForStore) ? {} : { route: 'settings', section: 'mail' }),
    }
    return [
      ...groups.filter((group) => !inTrouble.includes(group)).map((group) => mailPart(group, true, now)),
      together,
    ]
  }

  /** Of a mailbox that somebody switched off nothing is wrong, and nothing comes in. */
  const offParts = ({ mailOff }: Health): HealthPart[] =>
    mailOff
      ? [
          {
            id: 'mail-off',
            text: t('health.mail.off'),
            alarm: false,
            hint: t('health.mailOffHint'),
            route: 'settings',
            section: 'mail',
          },
        ]
      : []

  const tidyingParts = ({ id, name, tidying }: Mailbox): HealthPart[] =>
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

  const placeParts = ({ sharedHere }: Health, { mayChooseStore }: DeskStatus, now: number): HealthPart[] => {
    if (sharedHere === null || !mayChooseStore) return []
    const { lastOther } = sharedHere
    if (lastOther !== null && now - lastOther.at < ALONE_MS) return []
    return [
      {
        id: 'place',
        text: t('health.sharedHere'),
        alarm: false,
        hint: t('health.sharedHereHint'),
        route: 'settings',
        section: 'store',
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

  const outboxParts = ({ waiting, failed, uncertain, automatic }: Health['outbox']): HealthPart[] =>
    (
      [
        ['waiting', waiting, false],
        ['failed', failed, true],
        ['uncertain', uncertain, true],
        // Nobody is owed an answer by these: they are told, and do not cry.
        ['automatic', automatic, false],
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
    storePart(health, status, now),
    ...placeParts(health, status, now),
    ...mailParts(
      health.mailboxes.filter((box) => box.state !== 'off'),
      now,
    ),
    ...offParts(health),
    ...health.mailboxes.flatMap(tidyingParts),
    ...outboxParts(health.outbox),
    ...missingParts(health.mailMissing),
    ...siteParts(health.site),
    ...platformParts(health.platforms),
    ...lineParts(health.whatsapp),
    ...clockParts(health.clockOff),
  ]
}
