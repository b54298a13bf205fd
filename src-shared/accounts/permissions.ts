/**
 * What a person may do, as strings: calls of the contract name the one they need, roles are sets of them, and
 * the engine checks (never the page). Roles are rows of the store, users name them by key.
 */
export const PERMISSIONS = [
  'tickets.read',
  'tickets.create',
  'tickets.edit',
  'tickets.reply',
  'tickets.note',
  'tickets.close',
  'tickets.assign',
  'tickets.forward',
  'tickets.bulk',
  /** Photos as they came, before somebody blackened a part of them. */
  'tickets.originals',
  'contacts.read',
  'contacts.edit',
  'mail.read',
  /** Mailboxes and their secrets, not the reading of mail. */
  'mail.manage',
  'quarantine.resolve',
  'crews.read',
  'crews.plan',
  'crews.manage',
  'map.read',
  'map.edit',
  'settings.read',
  'settings.manage',
  /** The ready answers; every other setting is `settings.manage`. */
  'answers.manage',
  /** Macros, rules that act by themselves, reminders and escalation. */
  'routines.manage',
  'users.manage',
  'store.manage',
  /** Who did and saw what. */
  'audit.read',
  'reports.read',
  'exports.run',
] as const
export type Permission = (typeof PERMISSIONS)[number]

/** The roles that ship, by their keys. */
export const ROLES = ['counter', 'phone', 'mail', 'manager', 'administrator', 'reader'] as const
export type Role = (typeof ROLES)[number]

/** The one role that cannot be emptied, and that somebody always holds. */
export const ADMINISTRATOR = 'administrator' satisfies Role

const READER: readonly Permission[] = ['tickets.read', 'contacts.read', 'crews.read', 'map.read', 'settings.read']

const COUNTER: readonly Permission[] = [...READER, 'tickets.create', 'tickets.edit', 'tickets.note', 'contacts.edit']

const PHONE: readonly Permission[] = [...COUNTER, 'tickets.reply']

const MAIL: readonly Permission[] = [
  ...PHONE,
  'tickets.close',
  'tickets.forward',
  'tickets.bulk',
  'mail.read',
  'quarantine.resolve',
]

const MANAGER: readonly Permission[] = [
  ...MAIL,
  'tickets.assign',
  'tickets.originals',
  'crews.plan',
  'crews.manage',
  'map.edit',
  'answers.manage',
  'routines.manage',
  'reports.read',
  'exports.run',
]

/** What ships, and what *Ripristina* gives back: `reader` sees and changes nothing; `administrator` may do everything, so that no store is ever left without a key. */
export const ROLE_PERMISSIONS: Readonly<Record<Role, ReadonlySet<Permission>>> = {
  counter: new Set(COUNTER),
  phone: new Set(PHONE),
  mail: new Set(MAIL),
  manager: new Set(MANAGER),
  administrator: new Set(PERMISSIONS),
  reader: new Set([...READER, 'reports.read']),
}

export const permissionsOf = (roles: Iterable<Role>): ReadonlySet<Permission> => {
  const granted = new Set<Permission>()
  for (const role of roles) for (const permission of ROLE_PERMISSIONS[role]) granted.add(permission)
  return granted
}

export const may = (roles: Iterable<Role>, permission: Permission): boolean => {
  for (const role of roles) if (ROLE_PERMISSIONS[role].has(permission)) return true
  return false
}
