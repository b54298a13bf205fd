import type { Permission } from '@shared/accounts/permissions'
import type { DESK_NOTICES } from '@shared/contract/notices'
import type { ReadDb, WriteDb } from '@main/store/handles'
import { permissionsOfUser } from '../accounts/role-queries'

export interface DeskWord {
  readonly ticketId: number
  readonly kind: (typeof DESK_NOTICES)[number]
  readonly word: string
  readonly at: number
}

/** Whoever gives out the work is who a manager is, whatever the office calls its roles. */
const MANAGES: Permission = 'tickets.assign'

/** The people in use who give out the work. */
export const managersOf = async (db: ReadDb): Promise<number[]> => {
  const users = await db.selectFrom('users').select('id').where('active', '=', 1).orderBy('id').execute()
  const managers: number[] = []
  for (const { id } of users) if ((await permissionsOfUser(db, id)).has(MANAGES)) managers.push(id)
  return managers
}

/** The one that a ticket is given to, as long as they are in use; the managers where it is nobody's. */
export const ownerOrManagers = async (db: ReadDb, ownerId: number | null): Promise<number[]> => {
  const owner =
    ownerId === null
      ? undefined
      : await db.selectFrom('users').select('id').where('id', '=', ownerId).where('active', '=', 1).executeTakeFirst()
  return owner === undefined ? managersOf(db) : [owner.id]
}

/** A word to each of these people, inside a write; answers how many there were. */
export const tellPeople = async (db: WriteDb, people: Iterable<number>, said: DeskWord): Promise<number> => {
  const distinct = [...new Set(people)]
  for (const userId of distinct)
    await db
      .insertInto('desk_notices')
      .values({ user_id: userId, ticket_id: said.ticketId, kind: said.kind, word: said.word, at: said.at })
      .execute()
  return distinct.length
}
