import type { ErrorCode } from '@shared/kernel/app-error'

/** Why a store did not open, where that passes by itself: others write, have to leave or are awaited, or the share comes up late. */
export const PASSING_REFUSALS: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'store_busy',
  'store_not_found',
  'store_unreadable',
  'store_unreachable',
  'folder_unreadable',
  'store_other_version_in_use',
  'store_mode_local',
  'share_on_trial',
])
