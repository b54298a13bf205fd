import { describe, expect, it } from 'vitest'
import { may, PERMISSIONS, permissionsOf, ROLE_PERMISSIONS, ROLES } from '@shared/accounts/permissions'

describe('who may do what', () => {
  it('lets the reader look and change nothing', () => {
    for (const permission of permissionsOf(['reader'])) expect(permission).toMatch(/\.read$/)
  })

  it('lets everyone at a desk see the queue, and every role but the reader log a report', () => {
    for (const role of ROLES) {
      expect(may([role], 'tickets.read')).toBe(true)
      expect(may([role], 'tickets.create')).toBe(role !== 'reader')
    }
  })

  it('keeps users, settings, mailboxes and the store for the administrator', () => {
    for (const permission of ['users.manage', 'settings.manage', 'mail.manage', 'store.manage'] as const) {
      expect(ROLES.filter((role) => may([role], permission))).toEqual(['administrator'])
    }
  })

  it('leaves assigning to managers: the counter takes a report in, it does not send a crew', () => {
    expect(may(['counter'], 'tickets.assign')).toBe(false)
    expect(may(['mail'], 'tickets.assign')).toBe(false)
    expect(may(['manager'], 'tickets.assign')).toBe(true)
  })

  it('adds up the roles of a person who sits at the counter and reads the mail', () => {
    const both = permissionsOf(['counter', 'mail'])
    expect(both.has('quarantine.resolve')).toBe(true)
    expect(permissionsOf([]).size).toBe(0)
    expect(may([], 'tickets.read')).toBe(false)
  })

  it('grants every permission to somebody, so that none is dead', () => {
    expect([...ROLE_PERMISSIONS.administrator]).toEqual([...PERMISSIONS])
    expect(new Set(PERMISSIONS).size).toBe(PERMISSIONS.length)
  })
})
