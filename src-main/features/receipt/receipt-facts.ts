import type { OutputOf } from '@shared/contract/define'
import type { tickets } from '@shared/contract/tickets'
import type { OfficeSettings } from '@shared/contract/settings'
import { startOfDay } from '@shared/deadlines/zone'
import type { Instant } from '@shared/kernel/instant'
import { spokenValues } from '@shared/tickets/read-aloud'
import { pageUrl } from '@shared/site/page-address'
import type { ReadDb } from '@main/store/handles'
import { readSetting } from '../settings/read-setting'
import { receiptOf } from '../tickets/receipt-queries'
import en from '../../../src-renderer/locales/en/intake.json'
import it from '../../../src-renderer/locales/it/intake.json'
import spokenEn from '../../../src-renderer/locales/en/readAloud.json'
import spokenIt from '../../../src-renderer/locales/it/readAloud.json'

export type ReceiptLanguage = 'it' | 'en'
type Receipt = OutputOf<(typeof tickets)['receipt']>

export interface ReceiptFacts extends Pick<Receipt, 'number' | 'trackingCode' | 'description'> {
  readonly madeAt: number
  readonly office: Pick<OfficeSettings, 'serviceName' | 'address' | 'phone' | 'email'>
  readonly privacyNotice: string
  /** The report's page on the site; empty without a site. */
  readonly page: string
  readonly rows: readonly { readonly label: string; readonly value: string }[]
  readonly words: {
    readonly heading: string
    readonly number: string
    readonly trackingCode: string
    readonly town: string
    readonly keep: string
    readonly follow: string
    readonly privacy: string
  }
}

const nameOf = async (db: ReadDb, table: 'categories' | 'districts', id: number | null): Promise<string> => {
  if (id === null) return ''
  const row = await db.selectFrom(table).select('name').where('id', '=', id).executeTakeFirst()
  return row?.name ?? ''
}

const fill = (sentence: string, values: Readonly<Record<string, string | number>>): string =>
  sentence.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))

/** Undefined for a ticket that is not there. */
export const receiptFacts = async (
  db: ReadDb,
  { id, language, now }: { readonly id: number; readonly language: ReceiptLanguage; readonly now: Instant },
): Promise<ReceiptFacts | undefined> => {
  const receipt = await receiptOf(db, id, now)
  if (receipt === undefined) return undefined
  const office = await readSetting(db, 'office')
  const { zone } = await readSetting(db, 'calendar')
  const { publicUrl } = await readSetting(db, 'site')
  const said = (language === 'en' ? en : it).receipt
  const spoken = language === 'en' ? spokenEn : spokenIt
  const intake = language === 'en' ? en : it
  const dateOf = (at: number, parts: Intl.DateTimeFormatOptions): string =>
    new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : 'it', { timeZone: zone, ...parts }).format(at)
  const district = await nameOf(db, 'districts', receipt.districtId)
  const category = await nameOf(db, 'categories', receipt.categoryId)
  const page = pageUrl(publicUrl, receipt.trackingCode)
  return {
    number: receipt.number,
    trackingCode: receipt.trackingCode,
    description: receipt.description,
    // The report's own time: made again the paper is the same file, and an answer takes it along once.
    madeAt: receipt.createdAt,
    office,
    privacyNotice: office.privacyNotice,
    page,
    rows: [
      { label: said.date, value: dateOf(receipt.createdAt, { dateStyle: 'long', timeStyle: 'short' }) },
      { label: said.reporter, value: receipt.contactName || intake.isAnonymous },
      { label: said.what, value: receipt.subject },
      {
        label: said.where,
        value: [receipt.placeText, receipt.placeText.includes(district) ? '' : district].filter(Boolean).join(', '),
      },
      { label: said.category, value: category || intake.noDistrict },
      {
        label: said.next,
        value: fill(
          spoken[receipt.readAloud.key.replace('readAloud.', '') as keyof typeof spoken],
          spokenValues(receipt.readAloud.params, (day) => dateOf(startOfDay(day, zone), { dateStyle: 'full' })),
        ),
      },
      {
        label: said.answerBy,
        value: receipt.answerDue === null ? '' : dateOf(receipt.answerDue, { dateStyle: 'full' }),
      },
    ].filter(({ value }) => value !== ''),
    words: {
      heading: said.heading,
      number: said.number,
      trackingCode: said.trackingCode,
      town: fill(said.town, { town: office.town }),
      keep: said.keep,
      follow: page === '' ? '' : fill(said.follow, { page }),
      privacy: said.privacy,
    },
  }
}
