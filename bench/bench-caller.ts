import { ROLE_PERMISSIONS } from '@shared/accounts/permissions'
import type { UserId } from '@shared/kernel/ids'
import type { SignedInCaller } from '@main/platform/caller'

/** Someone who may do everything. */
export const benchCaller: SignedInCaller = {
  line: 'bench',
  user: {
    id: 1 as UserId,
    username: 'b',
    displayName: 'b',
    roles: ['administrator'],
    permissions: [...ROLE_PERMISSIONS.administrator],
  },
}
