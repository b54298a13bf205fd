import { z } from 'zod'
import { lineKey } from '@shared/calls/lines'
import { CHANNELS } from '@shared/channels/channels'
import { CITIZEN_STEPS } from '@shared/citizen/steps'
import { isZone } from '@shared/deadlines/zone'
import { bodyId, categoryId, crewId, districtId } from '@shared/kernel/ids'
import { day } from '@shared/kernel/instant'
import { KINDS, PRIORITIES } from '@shared/tickets/vocabulary'
import { mailRule } from '@shared/platforms/mail-rule'
import { crewSettings } from './crew-settings'
import { command, query } from './define'
import { stormSettings } from './storm-settings'
import { reminderSettings } from './reminder-settings'

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)
/** Until midnight is until `24:00`, which is no time of the day to begin at. */
const slot = z.object({ from: clock, to: z.union([clock, z.literal('24:00')]) })
const minutes = z.number().int().min(0).max(2_000_000)

/** The municipality itself; everything that names one lives here, not in code. */
export const officeSettings = z.object({
  town: z.string().trim().min(1).max(120),
  province: z.string().trim().max(4),
  istat: z.string().trim().max(6),
  belfiore: z.string().trim().max(4),
  postcode: z.string().trim().max(5),
  serviceName: z.string().trim().max(120),
  phone: z.string().trim().max(40),
  email: z.string().trim().max(200),
  address: z.string().trim().max(200),
  /** Printed on receipts and read out on the phone. */
  privacyNotice: z.string().trim().max(2000),
  emergencyNumber: z.string().trim().max(20),
  emergencyWords: z.array(z.string().trim().min(2).max(60)).max(200),
  idleLockMinutes: z.number().int().min(0).max(480),
})
export type OfficeSettings = z.output<typeof officeSettings>

/** Monday is 1, Sunday 7, as in ISO 8601. */
export const calendarSettings = z.object({
  zone: z.string().max(60).refine(isZone),
  hours: z.record(z.enum(['1', '2', '3', '4', '5', '6', '7']), z.array(slot).max(4)),
  patron: z.object({ month: z.number().int().min(1).max(12), day: z.number().int().min(1).max(31) }).nullable(),
  closures: z.array(day).max(400),
})
export type CalendarSettings = z.output<typeof calendarSettings>

const budget = z.object({ firstAnswerMinutes: minutes, resolutionMinutes: minutes })
export const deadlineSettings = z.object({
  /** Office minutes by priority. */
  byPriority: z.record(z.enum(PRIORITIES), budget),
  /** Overrides by category id (as text: JSON keys). */
  byCategory: z.record(z.string(), budget.partial()),
  byKind: z.partialRecord(z.enum(KINDS), budget.partial()).default({}),
  /** Calendar days within which a citizen must have had an answer. */
  answerWithinDays: z.number().int().min(1).max(365),
})
export type DeadlineSettings = z.output<typeof deadlineSettings>

const degrees = z.number().min(-180).max(180)
export const mapSettings = z.object({
  /** West, south, east, north in degrees (WGS84). */
  bbox: z.tuple([degrees, degrees, degrees, degrees]),
  base: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('none') }),
    z.object({
      kind: z.literal('tiles'),
      url: z.string().max(500),
      attribution: z.string().max(300),
      maxZoom: z.number().int().min(1).max(22),
    }),
    z.object({
      kind: z.literal('wms'),
      url: z.string().max(500),
      layers: z.string().max(200),
      attribution: z.string().max(300),
    }),
    z.object({ kind: z.literal('pmtiles'), path: z.string().max(4096), attribution: z.string().max(300) }),
    /** Pictures on disk: `<zoom>/<column>/<row>.png` (or jpg, webp) below the folder. */
    z.object({
      kind: z.literal('folder'),
      path: z.string().max(4096),
      attribution: z.string().max(300),
      maxZoom: z.number().int().min(1).max(22),
    }),
  ]),
  /** Seen from above: a WMS whose picture a reader may put in the place of the base. */
  orthophoto: z
    .object({ url: z.string().max(500), layers: z.string().max(200), attribution: z.string().max(300) })
    .nullable()
    .default(null),
})
export type MapSettings = z.output<typeof mapSettings>

export const mailSettings = z.object({
  /** An answer to a closed ticket reopens it within this many days; later it opens a linked one. */
  reopenWithinDays: z.number().int().min(0).max(3650),
  acknowledge: z.boolean(),
  acknowledgementSubject: z.string().max(200),
  /** Placeholders: {number}, {subject}, {town}, {service}, {trackingCode}, {phone}. */
  acknowledgementText: z.string().max(5000),
  /** Seconds in which a reply can still be taken back. */
  undoSeconds: z.number().int().min(0).max(120),
  /**
   * After so many days the content of automatic mail that is part of no ticket, and of mail that somebody dismissed, is
   * deleted; it goes on being counted. Null: it is kept.
   */
  emptyAsideDays: z.number().int().min(7).max(3650).nullable().default(null),
})
export type MailSettings = z.output<typeof mailSettings>

const citizenStep = z.object({
  on: z.boolean(),
  /** Reports that came in another way are not written about. */
  channels: z.array(z.enum(CHANNELS)),
  /** Placeholders as in ready answers; the ticket's tag is put before it. */
  subject: z.string().trim().max(200),
  text: z.string().max(5000),
})
/** Of which steps a citizen is told by mail, and in which words. */
export const citizenSettings = z.object({ steps: z.record(z.enum(CITIZEN_STEPS), citizenStep) })
export type CitizenSettings = z.output<typeof citizenSettings>

/** Whether, when and in which words a citizen is asked if it is settled. */
export const followUpSettings = z.object({
  on: z.boolean(),
  /** Days after the closing. */
  days: z.number().int().min(1).max(90),
  subject: z.string().max(200),
  /** Besides the answers' placeholders {si} and {no}, which become the links. */
  text: z.string().max(5000),
})
/** Where the public status site lies: a folder that a web server serves, or an account on such a server. */
export const siteTarget = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({ kind: z.literal('folder'), path: z.string().trim().min(1).max(4096) }),
  z.object({
    kind: z.literal('sftp'),
    host: z.string().trim().min(1).max(200),
    port: z.number().int().min(1).max(65_535),
    username: z.string().trim().min(1).max(100),
    folder: z.string().trim().min(1).max(1000),
  }),
])
export type SiteTarget = z.output<typeof siteTarget>

export const siteSettings = z.object({
  target: siteTarget,
  /** Where citizens see it; printed on receipts. Empty: nowhere is told of it. */
  publicUrl: z
    .string()
    .trim()
    .max(300)
    .pipe(z.union([z.literal(''), z.url({ protocol: /^https?$/ })])),
  /** Days after closing for which a page stays. */
  keepDays: z.number().int().min(1).max(3650),
  map: z.boolean(),
  /** Left out of map and feed. */
  hiddenCategories: z.array(categoryId).max(200),
})
export type SiteSettings = z.output<typeof siteSettings>

/** The office's number on WhatsApp's Business Cloud API, and the relay that takes what citizens write to it. */
export const whatsappSettings = z.object({
  on: z.boolean(),
  phoneNumberId: z
    .string()
    .trim()
    .regex(/^\d{0,40}$/),
  businessAccountId: z
    .string()
    .trim()
    .regex(/^\d{0,40}$/),
  /** Of the Graph API, with its version. */
  apiUrl: z
    .string()
    .trim()
    .max(300)
    .pipe(z.url({ protocol: /^https?$/ })),
  /** Empty: nothing is read, answers alone leave. */
  relayUrl: z
    .string()
    .trim()
    .max(300)
    .pipe(z.union([z.literal(''), z.url({ protocol: /^https?$/ })])),
  /** A silence of so many hours ends a report. */
  pauseHours: z.number().int().min(1).max(720),
})
export type WhatsappSettings = z.output<typeof whatsappSettings>

/** Notification mails of online platforms, known by rule. */
export const platformMailSettings = z.object({ rules: z.array(mailRule).max(20) })
export type PlatformMailSettings = z.output<typeof platformMailSettings>

const kept = z.number().int().min(0).max(120)
export const copySettings = z.object({
  enabled: z.boolean(),
  /** Wall-clock times of the office's zone. */
  times: z.array(clock).min(1).max(8),
  /** Empty: beside the store. */
  folder: z.string().trim().max(4096),
  /** Empty: none. */
  secondFolder: z.string().trim().max(4096),
  keepDaily: kept.min(1),
  keepWeekly: kept,
  keepMonthly: kept,
})
export type CopySettings = z.output<typeof copySettings>

export const accessSettings = z.object({
  /** A session that nobody used for so long ends; 0: only its lifetime ends it. */
  idleMinutes: z.number().int().min(0).max(1440),
  /** A session ends so many hours after signing in, used or not. */
  maxHours: z.number().int().min(1).max(168),
})
export type AccessSettings = z.output<typeof accessSettings>

const letterText = z.string().trim().max(10_000)
export const forwardingSettings = z.object({
  /** Metres on either side of a drawn border within which a person is asked. */
  borderMetres: z.number().int().min(0).max(500),
  /** Their words in braces: see forwarding/letter-text. */
  letterText,
  reminderText: letterText,
  /** What the citizen is told. */
  citizenText: letterText,
})
export type ForwardingSettings = z.output<typeof forwardingSettings>

/** As what the office is registered with the providers of its mailboxes; no secret of anybody's. */
export const oauthSettings = z.object({
  microsoftClientId: z.string().trim().max(200),
  /** The office's own directory; empty for any. */
  microsoftTenant: z.string().trim().max(200),
  googleClientId: z.string().trim().max(200),
  /** Google gives one to every desktop program and counts it as public. */
  googleClientSecret: z.string().trim().max(200),
})

/** The office's telephone lines, and how long calls are kept. */
export const phoneSettings = z.object({
  lines: z
    .array(z.object({ name: z.string().trim().min(1).max(60), number: z.string().trim().min(1).max(40) }))
    .max(40)
    .refine((lines) => new Set(lines.map(({ number }) => lineKey(number))).size === lines.length),
  /** Days after which a call is forgotten. */
  keepDays: z.number().int().min(1).max(730),
})
export type PhoneSettings = z.output<typeof phoneSettings>

/** One JSON value a key; each key has its own schema. */
export const settingsSchemas = {
  office: officeSettings,
  calendar: calendarSettings,
  deadlines: deadlineSettings,
  map: mapSettings,
  mail: mailSettings,
  citizen: citizenSettings,
  followUp: followUpSettings,
  site: siteSettings,
  whatsapp: whatsappSettings,
  platformMail: platformMailSettings,
  copies: copySettings,
  access: accessSettings,
  crews: crewSettings,
  storms: stormSettings,
  forwarding: forwardingSettings,
  reminders: reminderSettings,
  oauth: oauthSettings,
  phone: phoneSettings,
}
export type SettingsKey = keyof typeof settingsSchemas
export type SettingsValue<K extends SettingsKey> = z.output<(typeof settingsSchemas)[K]>
const everySetting = z.object(settingsSchemas)

export const category = z.object({
  id: categoryId,
  parentId: categoryId.nullable(),
  name: z.string(),
  icon: z.string(),
  /** Metres within which an alike report counts as near; 0 is off. */
  duplicateRadius: z.number().int().min(0).max(5000),
  defaultPriority: z.enum(PRIORITIES),
  /** What a crew ticks off on such work; empty: that of the category above. */
  checklist: z.array(z.string()),
  active: z.boolean(),
})
export type Category = z.output<typeof category>

export const district = z.object({
  id: districtId,
  name: z.string(),
  lat: z.number().nullable(),
  lon: z.number().nullable(),
  active: z.boolean(),
})
export type District = z.output<typeof district>

export const bodyFields = z.object({
  name: z.string().trim().min(1).max(120),
  email: z.string().trim().max(200),
  pec: z.string().trim().max(200),
  phone: z.string().trim().max(40),
  notes: z.string().trim().max(2000),
  /** Days after which a forwarding is chased. */
  chaseDays: z.number().int().min(1).max(365),
  /** Days after a reminder until the next one. */
  chaseAgainDays: z.number().int().min(1).max(365),
  /** The desk reminds it without being told to, in working hours. */
  remindsItself: z.boolean(),
  active: z.boolean(),
})
export type BodyFields = z.output<typeof bodyFields>
export const body = bodyFields.extend({
  id: bodyId,
  /** The municipality itself: tickets are not forwarded to it. */
  isHome: z.boolean(),
})
export type Body = z.output<typeof body>

export const categoryFields = z.object({
  parentId: categoryId.nullable(),
  name: z.string().trim().min(1).max(80),
  icon: z.string().max(60),
  duplicateRadius: z.number().int().min(0).max(5000),
  defaultPriority: z.enum(PRIORITIES),
  checklist: z.array(z.string().trim().min(1).max(120)).max(12),
  active: z.boolean(),
})
export type CategoryFields = z.output<typeof categoryFields>

/** What every menu is filled from; small, and asked again when a part of it changes. */
export const catalog = z.object({
  categories: z.array(category),
  districts: z.array(district),
  bodies: z.array(body),
  crews: z.array(z.object({ id: crewId, name: z.string(), color: z.string(), active: z.boolean() })),
  office: officeSettings.omit({ idleLockMinutes: true }),
  /** Where citizens follow their reports; empty without a site. */
  siteUrl: z.string(),
  /** The office's time zone. */
  zone: z.string(),
  undoSeconds: z.number().int(),
})
export type Catalog = z.output<typeof catalog>

export const settings = {
  catalog: query(z.object({}), catalog, { needs: 'session' }),
  all: query(z.object({}), everySetting, { needs: 'settings.read' }),
  /**
   * Writes the fields in which `value` differs from `base` (`src-shared/settings` says what a field is), and nothing
   * else; one that somebody else changed meanwhile is a `conflict`, whose `current` holds every field by its path.
   */
  save: command(
    z.discriminatedUnion('key', [
      z.object({ key: z.literal('office'), base: officeSettings, value: officeSettings }),
      z.object({ key: z.literal('calendar'), base: calendarSettings, value: calendarSettings }),
      z.object({ key: z.literal('deadlines'), base: deadlineSettings, value: deadlineSettings }),
      z.object({ key: z.literal('map'), base: mapSettings, value: mapSettings }),
      z.object({ key: z.literal('mail'), base: mailSettings, value: mailSettings }),
      z.object({ key: z.literal('citizen'), base: citizenSettings, value: citizenSettings }),
      z.object({ key: z.literal('followUp'), base: followUpSettings, value: followUpSettings }),
      z.object({ key: z.literal('site'), base: siteSettings, value: siteSettings }),
      z.object({ key: z.literal('whatsapp'), base: whatsappSettings, value: whatsappSettings }),
      z.object({ key: z.literal('platformMail'), base: platformMailSettings, value: platformMailSettings }),
      z.object({ key: z.literal('copies'), base: copySettings, value: copySettings }),
      z.object({ key: z.literal('access'), base: accessSettings, value: accessSettings }),
      z.object({ key: z.literal('crews'), base: crewSettings, value: crewSettings }),
      z.object({ key: z.literal('storms'), base: stormSettings, value: stormSettings }),
      z.object({ key: z.literal('forwarding'), base: forwardingSettings, value: forwardingSettings }),
      z.object({ key: z.literal('reminders'), base: reminderSettings, value: reminderSettings }),
      z.object({ key: z.literal('oauth'), base: oauthSettings, value: oauthSettings }),
      z.object({ key: z.literal('phone'), base: phoneSettings, value: phoneSettings }),
    ]),
    z.object({}),
    { needs: 'settings.manage' },
  ),
  createCategory: command(categoryFields, z.object({ id: categoryId }), { needs: 'settings.manage' }),
  editCategory: command(
    z.object({ id: categoryId, base: categoryFields.partial(), changes: categoryFields.partial() }),
    z.object({}),
    { needs: 'settings.manage' },
  ),
  createBody: command(bodyFields, z.object({ id: bodyId }), { needs: 'settings.manage' }),
  editBody: command(z.object({ id: bodyId, base: bodyFields.partial(), changes: bodyFields.partial() }), z.object({}), {
    needs: 'settings.manage',
  }),
}
