import { z } from 'zod'
import { answerFields } from '@shared/contract/answers'
import { ruleFields } from '@shared/contract/competence'
import { macroFields } from '@shared/contract/macros'
import { type SettingsKey, type SettingsValue, settingsSchemas } from '@shared/contract/settings'
import { DEFAULT_EMERGENCY_WORDS } from '@shared/tickets/default-emergency-words'
import { PRIORITIES } from '@shared/tickets/vocabulary'
import shippedAnswers from '../../../resources/defaults/answers.json'
import shippedMacros from '../../../resources/defaults/macros.json'
import shipped from '../../../resources/defaults/capannori.json'

/** Everything that names a municipality comes from one file (ready answers and macros name none); another one fills in its own in the settings. */
const schema = z.object({
  ...settingsSchemas,
  categories: z.array(
    z.object({
      key: z.string(),
      name: z.string(),
      icon: z.string(),
      parent: z.string().nullable(),
      duplicateRadius: z.number().int(),
      defaultPriority: z.enum(PRIORITIES),
      checklist: z.array(z.string()).default([]),
    }),
  ),
  bodies: z.array(z.object({ name: z.string(), isHome: z.boolean(), notes: z.string() })),
  districts: z.array(z.string()),
  rules: z.array(
    ruleFields.pick({ name: true, roadKinds: true, roadNames: true }).extend({
      /** By name and key: a new store gives out their ids. */
      body: z.string(),
      categories: z.array(z.string()),
    }),
  ),
  answers: z.array(answerFields.omit({ categoryIds: true, active: true }).extend({ categories: z.array(z.string()) })),
  macros: z.array(
    macroFields.pick({ name: true, statuses: true, channels: true, kinds: true, thenNext: true }).extend({
      actions: macroFields.shape.actions.omit({ answer: true }),
      /** By name: a new store gives out its id. */
      answer: z.object({ name: z.string(), official: z.boolean(), send: z.boolean() }).nullable(),
    }),
  ),
})

const parsed = schema.parse({ ...shipped, answers: shippedAnswers, macros: shippedMacros })

export const defaults = {
  categories: parsed.categories,
  bodies: parsed.bodies,
  districts: parsed.districts,
  answers: parsed.answers,
  macros: parsed.macros,
  rules: parsed.rules,
}

export const defaultSettings: { readonly [K in SettingsKey]: SettingsValue<K> } = {
  office: { ...parsed.office, emergencyWords: [...DEFAULT_EMERGENCY_WORDS] },
  calendar: parsed.calendar,
  deadlines: parsed.deadlines,
  map: parsed.map,
  mail: parsed.mail,
  citizen: parsed.citizen,
  followUp: parsed.followUp,
  site: parsed.site,
  whatsapp: parsed.whatsapp,
  platformMail: parsed.platformMail,
  copies: parsed.copies,
  access: parsed.access,
  crews: parsed.crews,
  storms: parsed.storms,
  forwarding: parsed.forwarding,
  reminders: parsed.reminders,
  oauth: parsed.oauth,
  phone: parsed.phone,
}
