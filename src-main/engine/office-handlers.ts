import type { Handlers } from '@shared/contract'
import type { Caller } from '@main/platform/caller'
import type { FeatureParts } from '@main/features/feature-parts'
import { answerHandlers } from '@main/features/answers/handlers'
import { auditHandlers } from '@main/features/audit/handlers'
import { automationHandlers } from '@main/features/automations/handlers'
import { callbackHandlers } from '@main/features/callbacks/handlers'
import { contactHandlers } from '@main/features/contacts/handlers'
import { crewHandlers } from '@main/features/crews/handlers'
import { deadlineHandlers } from '@main/features/deadlines/handlers'
import { competenceHandlers } from '@main/features/competence/handlers'
import { forwardingHandlers } from '@main/features/forwarding/handlers'
import { macroHandlers } from '@main/features/macros/handlers'
import { messageHandlers } from '@main/features/messages/handlers'
import { noticeHandlers } from '@main/features/notices/handlers'
import { placesHandlers } from '@main/features/places/handlers'
import { StreetDirectory } from '@main/features/places/street-directory'
import { relationHandlers } from '@main/features/relations/handlers'
import { CategoryLearner } from '@main/features/proposals/category-learner'
import { proposalHandlers } from '@main/features/proposals/handlers'
import { reportHandlers } from '@main/features/reports/handlers'
import { roundHandlers } from '@main/features/rounds/handlers'
import { searchHandlers } from '@main/features/search/handlers'
import { settingsHandlers } from '@main/features/settings/handlers'
import { stormHandlers } from '@main/features/storms/handlers'
import { bulkHandlers } from '@main/features/tickets/bulk/handlers'
import { ticketHandlers } from '@main/features/tickets/handlers'
import { viewHandlers } from '@main/features/views/handlers'
import { whatsappHandlers } from '@main/features/whatsapp/handlers'

/** The rooms that need no more than the store, a clock, chance and the log. */
export const officeHandlers = (
  parts: FeatureParts,
  learner = new CategoryLearner(),
  directory = new StreetDirectory(),
) =>
  ({
    answers: answerHandlers(parts),
    audit: auditHandlers(parts),
    automations: automationHandlers(parts),
    competence: competenceHandlers(parts),
    contacts: contactHandlers(parts),
    crews: crewHandlers(parts),
    rounds: roundHandlers(parts),
    deadlines: deadlineHandlers(parts),
    forwarding: forwardingHandlers(parts),
    macros: macroHandlers(parts),
    messages: messageHandlers(parts),
    notices: noticeHandlers(parts),
    places: placesHandlers(parts, directory),
    relations: relationHandlers(parts),
    storms: stormHandlers(parts),
    proposals: proposalHandlers(parts, learner, directory),
    reports: reportHandlers(parts),
    search: searchHandlers(parts),
    settings: settingsHandlers(parts),
    bulk: bulkHandlers(parts),
    tickets: ticketHandlers(parts),
    views: viewHandlers(parts),
    callbacks: callbackHandlers(parts),
    whatsapp: whatsappHandlers(parts, learner),
  }) satisfies Partial<Handlers<Caller>>
