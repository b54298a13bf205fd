import type { FeatureParts } from '@main/features/feature-parts'
import type { Part } from '@main/platform/part'
import { automationsJob } from './automations-job'
import { deadlinesJob } from './deadlines-job'
import { followUpJob } from './follow-up-job'
import { pendingWorkJob } from './pending-work-job'
import { remindJob } from './remind-job'

/** What the office's own settings make come round, and that needs no more than the store, a clock, chance and the log. */
export const officeJobs = (parts: FeatureParts): Part[] => [
  pendingWorkJob(parts),
  followUpJob(parts),
  automationsJob(parts),
  deadlinesJob(parts),
  remindJob(parts),
]
