import { shallowRef, type ShallowRef } from 'vue'
import type { EditableFields, TicketDetail } from '@shared/contract/tickets'
import { useClient } from '@/client/client'
import { useCommand } from '@/client/use-command'

export type EditableField = keyof EditableFields

export interface FieldConflict {
  readonly field: EditableField
  /** What this desk wanted to write. */
  readonly mine: EditableFields[EditableField]
  /** What another desk wrote meanwhile. */
  readonly theirs: EditableFields[EditableField]
}

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

const pick = <F extends EditableField>(fields: EditableFields, field: F): Pick<EditableFields, F> =>
  ({ [field]: fields[field] }) as Pick<EditableFields, F>

/**
 * Changes one field at a time against what is on screen. If another desk changed the same field meanwhile, nothing is
 * written and `conflict` holds both values until a person has chosen.
 */
export const useTicketEdit = (ticket: Readonly<ShallowRef<TicketDetail | undefined>>) => {
  const client = useClient()
  const command = useCommand(client.tickets.edit, { handles: ['conflict'] })
  const conflict = shallowRef<FieldConflict | null>(null)

  const write = async <F extends EditableField>(
    field: F,
    value: EditableFields[F],
    base: EditableFields,
  ): Promise<boolean> => {
    const id = ticket.value?.id
    if (id === undefined) return false
    const answer = await command.run({ id, base: pick(base, field), changes: { [field]: value } })
    if (answer.ok) return true
    if (answer.error.code !== 'conflict') return false
    const fresh = await client.tickets.get({ id })
    if (fresh.ok) conflict.value = { field, mine: value, theirs: fieldsOf(fresh.value)[field] }
    return false
  }

  const edit = async <F extends EditableField>(field: F, value: EditableFields[F]): Promise<boolean> => {
    if (!ticket.value) return false
    const base = fieldsOf(ticket.value)
    if (JSON.stringify(base[field]) === JSON.stringify(value)) return true
    return write(field, value, base)
  }

  const keepTheirs = (): void => {
    conflict.value = null
  }

  const keepMine = async (): Promise<void> => {
    const open = conflict.value
    if (!open || !ticket.value) return
    conflict.value = null
    await write(open.field, open.mine, { ...fieldsOf(ticket.value), [open.field]: open.theirs })
  }

  return { edit, pending: command.pending, conflict, keepTheirs, keepMine }
}

export type TicketEdit = ReturnType<typeof useTicketEdit>
