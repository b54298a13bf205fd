import type { ColumnType } from 'kysely'

type WithDefault<T> = ColumnType<T, T | undefined, T>

export interface WhatsappLineTables {
  whatsapp_outgoing: {
    message_id: number
    /** `+39…` */
    phone: string
    /** JSON of a template's choice; null for free words. */
    template: string | null
  }
  whatsapp_parts: {
    message_id: number
    /** 0: the words; then one a file. */
    position: number
    wamid: string | null
    state: string
    state_at: number
    reason: WithDefault<string>
  }
  whatsapp_received: {
    wamid: string
    phone: string
    /** Null: it said nothing that belongs on a ticket. */
    ticket_id: number | null
    message_id: number | null
    at: number
  }
  whatsapp_templates: { name: string; language: string; template: string }
  whatsapp_aside: { event_id: string; reason: string; at: number; body: string }
  whatsapp_line: {
    id: number
    read_at: number | null
    failure: string | null
    failure_details: WithDefault<string>
    attempts: WithDefault<number>
    next_read_at: WithDefault<number>
    templates_at: number | null
    /** Templates that the account has and that cannot be filled here. */
    other_templates: WithDefault<number>
    sending_failure: string | null
    sending_details: WithDefault<string>
  }
}
