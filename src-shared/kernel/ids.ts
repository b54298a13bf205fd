import { z } from 'zod'
import type { Brand } from './brand'

const idSchema = <Name extends string>() =>
  z.number().int().positive().max(Number.MAX_SAFE_INTEGER) as unknown as z.ZodType<Brand<number, Name>, number>

export type TicketId = Brand<number, 'TicketId'>
export type ContactId = Brand<number, 'ContactId'>
export type UserId = Brand<number, 'UserId'>
export type CrewId = Brand<number, 'CrewId'>
export type VisitId = Brand<number, 'VisitId'>
export type CategoryId = Brand<number, 'CategoryId'>
export type DistrictId = Brand<number, 'DistrictId'>
export type BodyId = Brand<number, 'BodyId'>
export type MessageId = Brand<number, 'MessageId'>
export type MailboxId = Brand<number, 'MailboxId'>
export type EntryId = Brand<number, 'EntryId'>
export type QuarantineId = Brand<number, 'QuarantineId'>
export type ViewId = Brand<number, 'ViewId'>
export type AreaId = Brand<number, 'AreaId'>
export type AnswerId = Brand<number, 'AnswerId'>
export type PlatformId = Brand<number, 'PlatformId'>
export type RuleId = Brand<number, 'RuleId'>
export type MacroId = Brand<number, 'MacroId'>
export type AutomationId = Brand<number, 'AutomationId'>
export type ForwardingId = Brand<number, 'ForwardingId'>
export type MergeId = Brand<number, 'MergeId'>
export type CallId = Brand<number, 'CallId'>
export type CallbackId = Brand<number, 'CallbackId'>
export type StormId = Brand<number, 'StormId'>
export type RoundId = Brand<number, 'RoundId'>
export type WhatsappImportId = Brand<number, 'WhatsappImportId'>

export const ticketId = idSchema<'TicketId'>()
export const contactId = idSchema<'ContactId'>()
export const userId = idSchema<'UserId'>()
export const crewId = idSchema<'CrewId'>()
export const visitId = idSchema<'VisitId'>()
export const categoryId = idSchema<'CategoryId'>()
export const districtId = idSchema<'DistrictId'>()
export const bodyId = idSchema<'BodyId'>()
export const messageId = idSchema<'MessageId'>()
export const mailboxId = idSchema<'MailboxId'>()
export const entryId = idSchema<'EntryId'>()
export const quarantineId = idSchema<'QuarantineId'>()
export const viewId = idSchema<'ViewId'>()
export const areaId = idSchema<'AreaId'>()
export const answerId = idSchema<'AnswerId'>()
export const platformId = idSchema<'PlatformId'>()
export const ruleId = idSchema<'RuleId'>()
export const macroId = idSchema<'MacroId'>()
export const automationId = idSchema<'AutomationId'>()
export const forwardingId = idSchema<'ForwardingId'>()
export const mergeId = idSchema<'MergeId'>()
export const callId = idSchema<'CallId'>()
export const callbackId = idSchema<'CallbackId'>()
export const stormId = idSchema<'StormId'>()
export const roundId = idSchema<'RoundId'>()
export const whatsappImportId = idSchema<'WhatsappImportId'>()
