import Database from 'better-sqlite3'

/** The numbers of the store's tickets, newest first: in which year they lie depends on the day that it was made. */
export const ticketNumbers = (store: string): string[] => {
  const database = new Database(store, { readonly: true })
  const numbers = database.prepare('SELECT number FROM tickets ORDER BY id DESC').pluck().all() as string[]
  database.close()
  return numbers
}
