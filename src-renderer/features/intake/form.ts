import { z } from 'zod'
import { type IdentifierKind, normaliseIdentifier } from '@shared/contacts/identifiers'
import { contactCard } from '@shared/contract/contacts'
import { attachmentRef, type createTicketInput, type Place, priority } from '@shared/contract/tickets'
import { callId, categoryId, districtId, stormId, ticketId } from '@shared/kernel/ids'
import { roundTimeName } from '@shared/rounds/time-name'
import { splitAddress } from '@shared/places/address'
import { momentOf } from '@shared/whatsapp/chat-time'
import { KINDS, type PlacePrecision } from '@shared/tickets/vocabulary'

/** The channels on which a person of the office types what somebody says or wrote. */
export const INTAKE_CHANNELS = ['counter', 'phone', 'whatsapp', 'email'] as const
export type IntakeChannel = (typeof INTAKE_CHANNELS)[number]

/** Everything that can be typed. A draft is this very shape, and is parsed by it when it comes back. */
export const intakeForm = z.object({
  channel: z.enum(INTAKE_CHANNELS),
  reporter: z.enum(['unset', 'known', 'new', 'anonymous']),
  /** Number, name or address as typed into the search field. */
  lookup: z.string(),
  known: contactCard.nullable(),
  name: z.string(),
  phone: z.string(),
  email: z.string(),
  address: z.string(),
  /** One more number or address of a known person. */
  extra: z.string(),
  placeText: z.string(),
  districtId: districtId.nullable(),
  lat: z.number().nullable(),
  lon: z.number().nullable(),
  /** Where the point comes from: a click, a house of the register, the middle of a street. */
  pointBy: z.enum(['none', 'hand', 'address', 'street']).default('none'),
  /** The text that the register's point belongs to: another text has another point, or none. */
  pointFor: z.string().default(''),
  categoryId: categoryId.nullable(),
  kind: z.enum(KINDS),
  /** Null: urgent for words of danger, else the category's own. */
  priority: priority.nullable(),
  description: z.string(),
  files: z.array(attachmentRef.extend({ size: z.number() })),
  /** An open ticket that this report is about too: saving joins it. */
  joinTo: z.object({ id: ticketId, number: z.string(), subject: z.string() }).nullable().default(null),
  /** When it was written on WhatsApp, by the phone's clock: `2026-04-02T09:13:44`. */
  saidAt: z.string().nullable().default(null),
  /** They ask to be called back. */
  callback: z.boolean().default(false),
  /** The call that it is taken down from. */
  callId: callId.nullable().default(null),
  /** The time of a round that it joins when it is saved. */
  round: roundTimeName.nullable().default(null),
  /** The open event that it joins when it is saved. */
  storm: stormId.nullable().default(null),
})
export type IntakeForm = z.output<typeof intakeForm>
type CreateInput = z.input<typeof createTicketInput>

export const emptyForm = (channel: IntakeChannel): IntakeForm => ({
  channel,
  reporter: 'unset',
  lookup: '',
  known: null,
  name: '',
  phone: '',
  email: '',
  address: '',
  extra: '',
  placeText: '',
  districtId: null,
  lat: null,
  lon: null,
  pointBy: 'none',
  pointFor: '',
  categoryId: null,
  kind: 'report',
  priority: null,
  description: '',
  files: [],
  joinTo: null,
  saidAt: null,
  callback: false,
  callId: null,
  round: null,
  storm: null,
})

/** Who calls was filled in by the call, and the log keeps it. */
const withoutCaller = (form: IntakeForm): IntakeForm =>
  form.callId === null ? form : { ...form, callId: null, reporter: 'unset', known: null, lookup: '', phone: '' }

/** A form that only names its channel, or a caller of whom nothing was taken down, holds nothing worth keeping. */
export const isBlank = (form: IntakeForm): boolean =>
  JSON.stringify(withoutCaller(form)) === JSON.stringify(emptyForm(form.channel))

/** A copy without proxies. */
export const copyOf = (form: IntakeForm): IntakeForm => JSON.parse(JSON.stringify(form)) as IntakeForm

/** The counter comes before the phone: whoever does both has a citizen standing before them. */
export const channelOfRoles = (roles: readonly string[]): IntakeChannel =>
  roles.includes('phone') && !roles.includes('counter') ? 'phone' : 'counter'

const kindOfText = (text: string, channel: IntakeChannel): IdentifierKind => {
  if (text.includes('@')) return 'email'
  return channel === 'whatsapp' ? 'whatsapp' : 'phone'
}

const NUMBER_AT_AN_END = /^(\+?\d[\d\s./()-]{4,}\d)(?=\D)|(?<=[^\d+])(\+?\d[\d\s./()-]{4,}\d)$/
const NUMBER_WORD = /^(?:tel|telefono|cell?|cellulare|n)$/i

/** `Carla Benedetti 0583 935521`, `335 1234567 - Rossi`: a name and its number, in either order. */
const nameAndNumber = (text: string): Pick<IntakeForm, 'name' | 'phone'> | null => {
  if (!/\p{L}/u.test(text)) return null
  const [whole = '', before, behind] = NUMBER_AT_AN_END.exec(text) ?? []
  const phone = (before ?? behind ?? '').trim()
  if (phone === '' || normaliseIdentifier('phone', phone) === null) return null
  const name = text
    .replace(whole, ' ')
    .split(/[\s,;:]+/)
    .filter((word) => /\p{L}/u.test(word) && !NUMBER_WORD.test(word.replace(/\.$/, '')))
    .join(' ')
  return { name, phone }
}

/** What was typed to search becomes the first facts of a new person: a number, an address, a name, a name and its number. */
export const newPersonFrom = (typed: string): Pick<IntakeForm, 'name' | 'phone' | 'email'> => {
  const text = typed.trim()
  if (text.includes('@')) return { name: '', phone: '', email: text }
  const both = nameAndNumber(text)
  if (both !== null) return { ...both, email: '' }
  return /^[+\d][\d\s./()-]*$/.test(text) ? { name: '', phone: text, email: '' } : { name: text, phone: '', email: '' }
}

/** The form as it is meant: somebody typed into the search field and never chosen is a new person. */
export const settled = (form: IntakeForm): IntakeForm =>
  form.reporter === 'unset' && form.lookup.trim() !== ''
    ? { ...form, reporter: 'new', ...newPersonFrom(form.lookup) }
    : form

export const FAULT_FIELDS = ['reporter', 'name', 'phone', 'email', 'extra', 'place', 'category', 'description'] as const
export type FaultField = (typeof FAULT_FIELDS)[number]
export type FaultReason = 'reporter' | 'nobody' | 'phone' | 'email' | 'identifier' | 'description' | 'refused'
export type Faults = Partial<Record<FaultField, FaultReason>>

const isWrong = (kind: IdentifierKind, text: string): boolean =>
  text.trim() !== '' && normaliseIdentifier(kind, text) === null

/** What keeps the form from being saved, by field; empty when nothing does. */
export const faultsOf = (form: IntakeForm): Faults => {
  const faults: Faults = {}
  if (form.reporter === 'unset') faults.reporter = 'reporter'
  if (form.reporter === 'new') {
    if (`${form.name}${form.phone}${form.email}`.trim() === '') faults.name = 'nobody'
    if (isWrong('phone', form.phone)) faults.phone = 'phone'
    if (isWrong('email', form.email)) faults.email = 'email'
  }
  if (form.reporter === 'known' && isWrong(kindOfText(form.extra, form.channel), form.extra))
    faults.extra = 'identifier'
  if (form.description.trim() === '') faults.description = 'description'
  return faults
}

/** The form's field of a refusal's (`reporter.contact.identifiers.0.value`); null when it names none of ours. */
export const fieldOfRefusal = (field: string | undefined): FaultField | null => {
  const [head = '', , part = ''] = (field ?? '').split('.')
  if (head === 'description' || head === 'subject') return 'description'
  if (head === 'categoryId') return 'category'
  if (head === 'place') return 'place'
  if (head === 'phone') return 'phone'
  if (head === 'reporter') return part === 'identifiers' ? 'phone' : 'reporter'
  return null
}

const precisionOf = (form: IntakeForm): PlacePrecision => {
  if (form.lat !== null && form.lon !== null && form.pointBy !== 'none')
    return form.pointBy === 'hand' ? 'point' : form.pointBy
  const { street, civic } = splitAddress(form.placeText)
  if (street !== '') return civic === '' ? 'street' : 'address'
  return form.districtId === null ? 'none' : 'district'
}

/** No point any more, whoever set it. */
export const withoutPoint = { lat: null, lon: null, pointBy: 'none', pointFor: '' } as const

/** The register's point goes with its text: "Via Romana 12, cancello verde" keeps it, "Via Romana 125" does not. */
export const pointStillFits = (form: Pick<IntakeForm, 'pointBy' | 'pointFor' | 'placeText'>): boolean => {
  if (form.pointBy === 'none' || form.pointBy === 'hand') return true
  if (!form.placeText.startsWith(form.pointFor)) return false
  const rest = form.placeText.slice(form.pointFor.length)
  return (
    rest === '' || (form.pointBy === 'street' ? /^[\s,]/.test(rest) : /^(?:\s*[,;(-]|\s+(?!\d|bis\b|ter\b))/.test(rest))
  )
}

const identifiersOf = (texts: readonly string[], channel: IntakeChannel) =>
  texts
    .map((text) => text.trim())
    .filter((text) => text !== '')
    .map((value) => ({ kind: kindOfText(value, channel), value }))

const reporterOf = (form: IntakeForm): NonNullable<CreateInput['reporter']> => {
  if (form.reporter === 'known' && form.known !== null)
    return { kind: 'known', contactId: form.known.id, add: identifiersOf([form.extra], form.channel) }
  if (form.reporter !== 'new') return { kind: 'anonymous' }
  const identifiers = identifiersOf([form.phone, form.email], form.channel)
  return { kind: 'new', contact: { name: form.name, address: form.address, notes: '', identifiers } }
}

export const placeOf = (form: IntakeForm): Place => ({
  text: form.placeText,
  districtId: form.districtId,
  lat: form.lat,
  lon: form.lon,
  precision: precisionOf(form),
})

/** `zone` is the office's, in which its telephone tells the time. */
export const createInputOf = (form: IntakeForm, zone: string): CreateInput => ({
  channel: form.channel,
  kind: form.kind,
  description: form.description,
  categoryId: form.categoryId,
  priority: form.priority,
  place: placeOf(form),
  reporter: reporterOf(form),
  attachments: form.files.map(({ sha256, name }) => ({ sha256, name })),
  ...(form.callback ? { callback: true } : {}),
  ...(form.callId === null ? {} : { callId: form.callId }),
  ...(form.round !== null && form.joinTo === null ? { round: { ...form.round } } : {}),
  ...(form.storm !== null && form.joinTo === null ? { storm: form.storm } : {}),
  ...(form.saidAt !== null && form.channel === 'whatsapp' ? { receivedAt: momentOf(form.saidAt, zone) } : {}),
})
