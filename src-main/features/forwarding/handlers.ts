import type { FeatureHandlers } from '@shared/contract/define'
import type { forwarding } from '@shared/contract/forwarding'
import { type Caller, signedIn } from '@main/platform/caller'
import type { FeatureParts } from '../feature-parts'
import { markTold, notAnswered, noteAnswer } from './body-answer'
import { forwardTicket } from './forward-ticket'
import { forwardingOfTicket, listForwardings, timesOfBodies } from './forwarding-queries'
import { prepareLetter, prepareReminder } from './prepare-letter'
import { remindBodies } from './remind-bodies'
import { takeLettersBack } from './take-letters-back'

export const forwardingHandlers = (parts: FeatureParts): FeatureHandlers<typeof forwarding, Caller> => ({
  prepare: (caller, input) =>
    parts.current.store.read((db) => prepareLetter(db, input, signedIn(caller), parts.clock.now())),
  forward: (caller, input) => forwardTicket(parts, signedIn(caller), input),
  list: (_caller, input) => parts.current.store.read((db) => listForwardings(db, input, parts.clock.now())),
  ofTicket: (_caller, { ticketId }) =>
    parts.current.store.read((db) => forwardingOfTicket(db, ticketId, parts.clock.now())),
  times: () => parts.current.store.read((db) => timesOfBodies(db, parts.clock.now())),
  prepareReminder: (caller, { id }) =>
    parts.current.store.read((db) => prepareReminder(db, id, signedIn(caller).user.displayName, parts.clock.now())),
  remind: (caller, input) => remindBodies(parts, signedIn(caller), input),
  takeBack: (_caller, { messageIds }) => takeLettersBack(parts, messageIds),
  noteAnswer: (caller, input) => noteAnswer(parts, signedIn(caller), input),
  notAnswered: (_caller, { id }) => notAnswered(parts, id),
  markTold: (caller, input) => markTold(parts, signedIn(caller), input),
})
