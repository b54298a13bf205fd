import type { Channel } from '@shared/channels/channels'
import { type CitizenStep, isThankedByMail } from '@shared/citizen/steps'
import { UNDO_HONOURED_MS } from '@shared/tickets/undo-step'
import type { WriteDb } from '@main/store/handles'
import { readSetting } from '../settings/read-setting'

export interface StepTaken {
  readonly ticketId: number
  readonly channel: string
  readonly step: CitizenStep
  readonly round: number
  readonly at: number
}

/**
 * Remembers that the citizen is to be told, once the step can no longer be taken back; nothing where the office does
 * not tell of it, and nothing twice.
 */
export const noteStep = async (db: WriteDb, { ticketId, channel, step, round, at }: StepTaken): Promise<void> => {
  const { on, channels } = (await readSetting(db, 'citizen')).steps[step]
  if (!on || !channels.includes(channel as Channel)) return
  if (step === 'received' && isThankedByMail(channel as Channel)) return
  await db
    .insertInto('citizen_steps')
    .values({ ticket_id: ticketId, step, round, at, due_at: at + UNDO_HONOURED_MS, state: 'waiting' })
    .onConflict((conflict) => conflict.columns(['ticket_id', 'step', 'round']).doNothing())
    .execute()
}

/** The step was taken back before anybody was told of it. */
export const forgetStep = async (db: WriteDb, ticketId: number, at: number): Promise<void> => {
  await db
    .deleteFrom('citizen_steps')
    .where('ticket_id', '=', ticketId)
    .where('at', '=', at)
    .where('state', '=', 'waiting')
    .execute()
}
