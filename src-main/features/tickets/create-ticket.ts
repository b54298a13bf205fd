import type { InputOf } from '@shared/contract/define'
import type { tickets } from '@shared/contract/tickets'
import { refuse } from '@shared/kernel/app-error'
import type { ContactId } from '@shared/kernel/ids'
import { DAY_MS, type Instant } from '@shared/kernel/instant'
import type { Result } from '@shared/kernel/result'
import type { SignedInCaller } from '@main/platform/caller'
import { doOnce } from '@main/store/do-once'
import type { WriteDb } from '@main/store/handles'
import { cameOfCall } from '../calls/came-of-call'
import { askForCall } from '../callbacks/add-callback'
import { livingContact } from '../contacts/contact-queries'
import { addIdentifiers, insertContact, touchContact } from '../contacts/save-contact'
import type { FeatureParts } from '../feature-parts'
import { joinTime } from '../rounds/join-round'
import { joinOpenStorm } from '../storms/change-storm'
import { attachFiles } from './attach-files'
import { refreshContactSearch } from './pending-work'
import { type OpenedTicket, openTicket } from './open-ticket'
import { actorOf } from './write-entry'

export type CreateTicket = InputOf<(typeof tickets)['create']>

/** Counter, phone and pasted reports. What nobody typed a subject for is called by the first words of its text. */
export const createTicket = async (
  parts: FeatureParts,
  caller: SignedInCaller,
  input: CreateTicket,
): Promise<Result<OpenedTicket>> => {
  const at = parts.clock.now()
  return parts.current.store.write((db) =>
    doOnce(db, { userId: caller.user.id, at, key: input.key, firstBy: input.keptBy }, () =>
      fileReport(db, parts, caller, input, at),
    ),
  )
}

/** The same, as a part of a larger write. */
export const fileReport = async (
  db: WriteDb,
  parts: FeatureParts,
  caller: SignedInCaller,
  input: CreateTicket,
  at: Instant,
): Promise<OpenedTicket> => {
  const subject = input.subject === '' ? headline(input.description) : input.subject
  if (subject === '') refuse('invalid_input', { field: 'description' })
  const contactId = await reporterOf(db, input.reporter, at)
  const opened = await openTicket(db, parts.random, {
    channel: input.channel,
    kind: input.kind,
    subject,
    description: input.description,
    categoryId: input.categoryId,
    priority: input.priority,
    place: input.place,
    contactId,
    actor: actorOf(caller),
    at: arrivalOf(input.receivedAt, at),
    unread: false,
  })
  await attachFiles(db, { ticketId: opened.id, at }, input.attachments)
  if (contactId !== null) await refreshContactSearch(db, contactId)
  if (input.callback)
    await askForCall(
      db,
      caller,
      { ticketId: opened.id, name: '', phone: '', reason: '', dueAt: null, callId: null },
      at,
    )
  await cameOfCall(db, input.callId, { ticket_id: opened.id }, { name: caller.user.displayName, at })
  if (input.round !== null) await joinTime(db, parts, caller, { ticketId: opened.id, ...input.round })
  if (input.storm !== null) await joinOpenStorm(db, input.storm, opened.id, { at, actor: actorOf(caller) })
  return opened
}

const LONGEST_AGO_MS = 60 * DAY_MS

/** A message may have waited on the office's telephone; a clock that is ahead of ours is not believed. */
const arrivalOf = (receivedAt: Instant | null, now: Instant): Instant => {
  if (receivedAt === null || receivedAt > now) return now
  if (receivedAt < now - LONGEST_AGO_MS) refuse('invalid_input', { field: 'receivedAt' })
  return receivedAt
}

const HEADLINE_LENGTH = 80

/** The first words of a text, as a subject: with a capital, however quickly it was typed. */
export const headline = (text: string): string => {
  const first = text.trim().split('\n')[0] ?? ''
  const line = `${first.charAt(0).toUpperCase()}${first.slice(1)}`
  if (line.length <= HEADLINE_LENGTH) return line
  const cut = line.slice(0, HEADLINE_LENGTH)
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), HEADLINE_LENGTH / 2))}…`
}

const reporterOf = async (db: WriteDb, reporter: CreateTicket['reporter'], at: number): Promise<ContactId | null> => {
  switch (reporter.kind) {
    case 'anonymous':
      return null
    case 'new':
      return insertContact(db, reporter.contact, at)
    case 'known': {
      // Chosen on the form, and merged into somebody else since.
      const known = (await livingContact(db, reporter.contactId)) ?? refuse('not_found', { field: 'reporter' })
      await addIdentifiers(db, known, reporter.add)
      await touchContact(db, known, at)
      return known
    }
  }
}
