export interface WhatsappTables {
  whatsapp_seen: { digest: string; ticket_id: number; at: number }
}
