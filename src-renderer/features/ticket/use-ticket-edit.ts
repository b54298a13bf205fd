import type { ShallowRef } from 'vue'
import type { EditableFields, TicketDetail } from '@shared/contract/tickets'
import type { TicketId } from '@shared/kernel/ids'
import { useClient } from '@/client/client'
import { useFieldEdit } from '@/client/use-field-edit'

export type EditableField = keyof EditableFields

export const fieldsOf = (ticket: TicketDetail): EditableFields => ({
  subject: ticket.subject,
  description: ticket.description,
  kind: ticket.kind,
  priority: ticket.priority,
  categoryId: ticket.categoryId,
  place: ticket.place,
  contactId: ticket.contact?.id ?? null,
  ownerId: ticket.ownerId,
  protocolNumber: ticket.protocolNumber,
  protocolDay: ticket.protocolDay,
})

/**
 * Changes one field at a time against what is on screen. If another desk changed the same field meanwhile, nothing is
 * written until a person has chosen between the two.
 */
export const useTicketEdit = (ticket: Readonly<ShallowRef<TicketDetail | undefined>>) => {
  const client = useClient()
  const { save, clash, answer, pending, error } = useFieldEdit<EditableFields & { readonly id: TicketId }>(
    ({ base, changes, after }) => client.tickets.edit({ id: after.id, base, changes }),
  )

  /**
   * `seen`: the ticket as it stood when the person began to type, for what stays open a while: the one on screen goes on
   * following the other desks. What was refused is the person's still, and stays on screen; `left`: they left the choice.
   */
  const edit = async <F extends EditableField>(
    field: F,
    value: EditableFields[F],
    seen: TicketDetail | undefined = ticket.value,
  ): Promise<'written' | 'refused' | 'left'> => {
    if (!seen) return 'left'
    const base = { ...fieldsOf(seen), id: seen.id }
    if ((await save(base, { ...base, [field]: value })) !== null) return 'written'
    return error.value === undefined || error.value.code === 'conflict' ? 'left' : 'refused'
  }

  return { edit, pending, clash, answer }
}

export type TicketEdit = ReturnType<typeof useTicketEdit>
