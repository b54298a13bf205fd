import type { ColumnType, Generated } from 'kysely'

type WithDefault<T> = ColumnType<T, T | undefined, T>

export interface WhatsappTables {
  whatsapp_seen: {
    digest: string
    ticket_id: number
    at: number
    import_id: WithDefault<number | null>
    message_id: WithDefault<number | null>
  }
  whatsapp_imports: {
    id: Generated<number>
    name: string
    at: number
    user_id: number
    user_name: string
    undone_at: WithDefault<number | null>
  }
  whatsapp_import_messages: {
    import_id: number
    message_id: number
    ticket_id: number
    opened: number
    said: number
  }
}
