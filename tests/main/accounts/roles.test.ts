import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { PERMISSIONS, ROLES, ROLE_PERMISSIONS } from '@shared/accounts/permissions'
import { PERMISSION_GROUPS } from '@shared/accounts/permission-groups'
import type { Client } from '@shared/contract'
import type { UserId } from '@shared/kernel/ids'
import { listRoles } from '@main/features/accounts/role-queries'
import { migrate } from '@main/store/migrate'
import { MIGRATIONS } from '@main/store/migrations'
import { APPLICATION_ID } from '@main/store/store-head'
import { openStore } from '@main/store/open'
import { PASSWORD, type TestDesk, codeOf, openTestDesk, valueOf } from '../../support/engine'
import { eventually } from '../../support/eventually'

let desk: TestDesk
let administrator: Client

const addUser = async (username: string, roles: string[], of: Client = administrator): Promise<UserId> =>
  valueOf(
    await of.accounts.create({ username, displayName: username, email: null, roles, active: true, password: PASSWORD }),
  ).id

const signIn = async (username: string, of: TestDesk = desk): Promise<Client> => {
  const { client } = of.line()
  valueOf(await client.accounts.signIn({ username, password: PASSWORD }))
  return client
}

beforeEach(async () => {
  desk = await openTestDesk()
  administrator = await desk.as('administrator')
})
afterEach(async () => {
  await desk.close()
})

describe('the roles of a new store', () => {
  it('are the six that ship, with their permissions', async () => {
    const { roles } = valueOf(await administrator.accounts.roles({}))
    expect(roles.map(({ key }) => key)).toEqual([...ROLES])
    for (const role of roles) {
      expect(new Set(role.permissions)).toEqual(new Set(ROLE_PERMISSIONS[role.key as (typeof ROLES)[number]]))
      expect(role).toMatchObject({ name: '', shipped: true, users: 1 })
    }
  })

  it('leave every permission in one group of the screen', () => {
    expect(PERMISSION_GROUPS.flatMap(({ permissions }) => permissions).toSorted()).toEqual([...PERMISSIONS].toSorted())
  })
})

describe('a store from before', () => {
  it('keeps its people and what they may do', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'roles-'))
    const path = join(folder, 'prima.db')
    const database = new Database(path)
    database.pragma('journal_mode = WAL')
    database.pragma(`application_id = ${APPLICATION_ID}`)
    migrate(database, MIGRATIONS.slice(0, 1))
    database.exec(
      `INSERT INTO users (username, display_name, roles, password_hash, created_at)
       VALUES ('anna', 'Anna', '["mail","counter"]', 'x', 0), ('capo', 'Capo', '["administrator"]', 'x', 0)`,
    )
    database.close()
    const store = valueOf(await openStore(path))
    const roles = valueOf(await store.read(listRoles))
    expect(roles.find(({ key }) => key === 'mail')?.users).toBe(1)
    expect(roles.find(({ key }) => key === 'administrator')?.permissions).toEqual([...PERMISSIONS])
    await store.close()
    await rm(folder, { recursive: true, force: true })
  })
})

describe("a role of the office's own", () => {
  it('gives its holder exactly its permissions, and can be renamed', async () => {
    const { key } = valueOf(
      await administrator.accounts.createRole({
        name: 'Sola lettura mappa',
        permissions: ['tickets.read', 'map.read'],
      }),
    )
    await addUser('mappa', [key])
    const someone = await signIn('mappa')
    expect(codeOf(await someone.tickets.list({}))).toBe('ok')
    expect(codeOf(await someone.contacts.find({ text: 'a' }))).toBe('forbidden')
    expect(codeOf(await administrator.accounts.createRole({ name: 'SOLA lettura mappa', permissions: [] }))).toBe(
      'name_taken',
    )
    valueOf(await administrator.accounts.renameRole({ key, base: 'Sola lettura mappa', name: 'Mappa' }))
    const again = await administrator.accounts.renameRole({ key, base: 'Sola lettura mappa', name: 'Altro' })
    expect(codeOf(again)).toBe('conflict')
    const me = valueOf(await (await signIn('mappa')).accounts.me({}))
    expect(me.user?.roleNames).toEqual({ [key]: 'Mappa' })
  })

  it('is removed only when nobody holds it; a shipped one never', async () => {
    const { key } = valueOf(await administrator.accounts.createRole({ name: 'Prova', permissions: [] }))
    const id = await addUser('prova', [key])
    expect(codeOf(await administrator.accounts.removeRole({ key }))).toBe('in_use')
    valueOf(await administrator.accounts.edit({ id, base: { roles: [key] }, changes: { roles: ['reader'] } }))
    expect(codeOf(await administrator.accounts.removeRole({ key }))).toBe('ok')
    expect(codeOf(await administrator.accounts.removeRole({ key: 'reader' }))).toBe('role_fixed')
    expect(
      codeOf(await administrator.accounts.edit({ id, base: { roles: ['reader'] }, changes: { roles: [key] } })),
    ).toBe('not_found')
  })
})

describe('a changed permission', () => {
  it('is true at once in the sessions that are open, on every desk', async () => {
    const other = await openTestDesk({ storePath: desk.storePath })
    const here = await desk.as('reader')
    const there = await signIn('reader', other)
    expect(codeOf(await there.accounts.list({}))).toBe('forbidden')
    valueOf(
      await administrator.accounts.setPermissions({
        changes: [{ key: 'reader', grant: ['users.manage'], revoke: ['contacts.read'] }],
      }),
    )
    await eventually('the reader may list users here', async () => (await here.accounts.list({})).ok)
    await eventually('and there', async () => (await there.accounts.list({})).ok)
    expect(codeOf(await there.contacts.find({ text: 'a' }))).toBe('forbidden')
    await other.close()
  })

  it('does not undo what somebody else changed in the same role', async () => {
    valueOf(
      await administrator.accounts.setPermissions({
        changes: [{ key: 'counter', grant: ['tickets.reply'], revoke: [] }],
      }),
    )
    valueOf(
      await administrator.accounts.setPermissions({
        changes: [
          { key: 'counter', grant: [], revoke: ['contacts.edit'] },
          { key: 'phone', grant: ['tickets.close'], revoke: [] },
        ],
      }),
    )
    const { roles } = valueOf(await administrator.accounts.roles({}))
    const counter = roles.find(({ key }) => key === 'counter')?.permissions
    expect(counter).toContain('tickets.reply')
    expect(counter).not.toContain('contacts.edit')
    expect(roles.find(({ key }) => key === 'phone')?.permissions).toContain('tickets.close')
  })
})

describe('the keys of the office', () => {
  it('cannot be lost: the administrator role stays whole, and somebody stays in it', async () => {
    expect(
      codeOf(
        await administrator.accounts.setPermissions({
          changes: [{ key: 'administrator', grant: [], revoke: ['users.manage'] }],
        }),
      ),
    ).toBe('role_fixed')
    const { users } = valueOf(await administrator.accounts.list({}))
    const only = users.find(({ username }) => username === 'administrator')
    const id = only?.id as UserId
    for (const changes of [{ active: false }, { roles: ['manager'] }])
      expect(
        codeOf(await administrator.accounts.edit({ id, base: { active: true, roles: ['administrator'] }, changes })),
      ).toBe('last_administrator')
  })

  it('are not within reach of whoever manages users without holding them', async () => {
    const { key } = valueOf(
      await administrator.accounts.createRole({ name: 'Personale', permissions: ['users.manage', 'tickets.read'] }),
    )
    const id = await addUser('capo', [key])
    const capo = await signIn('capo')
    const beyond = 'beyond_own_rights'
    const { users } = valueOf(await capo.accounts.list({}))
    const chief = users.find(({ username }) => username === 'administrator')?.id as UserId
    expect(codeOf(await capo.accounts.setPassword({ id: chief, password: 'un-lampione-rosso-9' }))).toBe(beyond)
    expect(codeOf(await capo.accounts.endSessions({ id: chief }))).toBe(beyond)
    expect(
      codeOf(await capo.accounts.edit({ id, base: { roles: [key] }, changes: { roles: [key, 'administrator'] } })),
    ).toBe(beyond)
    expect(codeOf(await capo.accounts.createRole({ name: 'Mio', permissions: ['store.manage'] }))).toBe(beyond)
    expect(codeOf(await capo.accounts.setPermissions({ changes: [{ key, grant: ['audit.read'], revoke: [] }] }))).toBe(
      beyond,
    )
    const create = await capo.accounts.create({
      username: 'mio',
      displayName: 'Mio',
      email: null,
      roles: ['manager'],
      active: true,
      password: PASSWORD,
    })
    expect(codeOf(create)).toBe(beyond)
    expect(await addUser('pari', [key], capo)).toBeGreaterThan(0)
  })
})
