import { afterEach, expect, it } from 'vitest'
import { openTestDesk, type TestDesk, valueOf } from '../../support/engine'

let desk: TestDesk
afterEach(() => desk.close())

it('lists other bodies as people look them up, capitals or not, after the town itself', async () => {
  desk = await openTestDesk()
  const client = await desk.as('administrator')
  valueOf(
    await desk.engine.current.store.write(async (db) => {
      for (const name of ['ZZ BONIFICA', 'Zeta', 'zanzare', 'Énte'])
        await db.insertInto('bodies').values({ name }).execute()
    }),
  )
  const { bodies } = valueOf(await client.settings.catalog({}))
  expect(bodies[0]?.isHome).toBe(true)
  expect(bodies.slice(-3).map(({ name }) => name)).toEqual(['zanzare', 'Zeta', 'ZZ BONIFICA'])
  const names = bodies.slice(1).map(({ name }) => name)
  expect(names.indexOf('Acque SpA')).toBeLessThan(names.indexOf('ANAS'))
})
