import type { Selectable } from 'kysely'
import type { WhatsappSettings } from '@shared/contract/settings'
import type { LINE_TOKENS, LineReport } from '@shared/contract/whatsapp-line'
import { type AppError, plainDetails } from '@shared/kernel/app-error'
import type { ReadDb, WriteDb } from '@main/store/handles'
import type { Tables } from '@main/store/tables'

export type LineState = Selectable<Tables['whatsapp_line']>
type Failure = LineReport['failure']

export const tokenKey = (which: (typeof LINE_TOKENS)[number]): string => `whatsapp:${which}`

export const lineState = (db: ReadDb): Promise<LineState> =>
  db.selectFrom('whatsapp_line').selectAll().executeTakeFirstOrThrow()

export const changeLine = async (db: WriteDb, change: Partial<Omit<LineState, 'id'>>): Promise<void> => {
  await db.updateTable('whatsapp_line').set(change).execute()
}

export const toFailure = (code: string | null, details: string): Failure =>
  code === null
    ? null
    : { code: code as NonNullable<Failure>['code'], details: JSON.parse(details) as Record<string, string> }

/** Failures as they lie in the row; null takes one away. */
export const failureRow = (error: AppError | null) => ({
  failure: error?.code ?? null,
  failure_details: JSON.stringify(plainDetails(error)),
})

export const sendingRow = (error: AppError | null) => ({
  sending_failure: error?.code ?? null,
  sending_details: JSON.stringify(plainDetails(error)),
})

const bare = (url: string): string => url.replace(/\/+$/, '')

export const accountOf = (
  settings: Pick<WhatsappSettings, 'apiUrl' | 'phoneNumberId' | 'businessAccountId'>,
  token: string,
) => ({
  url: bare(settings.apiUrl),
  phoneNumberId: settings.phoneNumberId,
  businessAccountId: settings.businessAccountId,
  token,
})

export const relayOf = (settings: Pick<WhatsappSettings, 'relayUrl'>, token: string) => ({
  url: bare(settings.relayUrl),
  token,
})
