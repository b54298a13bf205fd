import type { FeatureHandlers } from '@shared/contract/define'
import type { reckoning } from '@shared/contract/reckoning'
import type { Caller } from '@main/platform/caller'
import type { MailParts } from '../mail/mail-ports'
import { compareDay } from './compare-day'
import { mailsBehind, reckonedDays } from './reckoning-queries'

export const reckoningHandlers = (parts: MailParts): FeatureHandlers<typeof reckoning, Caller> => ({
  days: (_caller, { limit }) => parts.current.store.read((db) => reckonedDays(db, limit)),
  compare: (_caller, { mailboxId, day }) => compareDay(parts, mailboxId, day),
  behind: (_caller, input) => parts.current.store.read((db) => mailsBehind(db, input)),
})
