import type { Permission } from './permissions'

/** How a person thinks of them; every permission is in one group. The words are `accounts.permissions.<permission>`. */
export const PERMISSION_GROUPS: readonly { readonly id: string; readonly permissions: readonly Permission[] }[] = [
  {
    id: 'tickets',
    permissions: [
      'tickets.read',
      'tickets.create',
      'tickets.edit',
      'tickets.note',
      'tickets.reply',
      'tickets.assign',
      'tickets.forward',
      'tickets.close',
      'tickets.bulk',
      'tickets.originals',
    ],
  },
  { id: 'contacts', permissions: ['contacts.read', 'contacts.edit'] },
  { id: 'mail', permissions: ['mail.read', 'quarantine.resolve', 'mail.manage'] },
  { id: 'crews', permissions: ['crews.read', 'crews.plan', 'crews.manage'] },
  { id: 'map', permissions: ['map.read', 'map.edit'] },
  { id: 'reports', permissions: ['reports.read', 'exports.run'] },
  {
    id: 'office',
    permissions: [
      'settings.read',
      'settings.manage',
      'answers.manage',
      'routines.manage',
      'users.manage',
      'store.manage',
      'audit.read',
    ],
  },
]
