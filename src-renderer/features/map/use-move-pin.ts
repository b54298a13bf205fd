import { shallowRef, type ShallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import type { Place, TicketDetail } from '@shared/contract/tickets'
import type { TicketId } from '@shared/kernel/ids'
import { useUndo } from '@/app/undo'
import { useClient } from '@/client/client'
import { useCommand } from '@/client/use-command'
import { useErrorToast } from '@/client/use-error-toast'

export interface PinMove {
  readonly ticket: TicketDetail
  readonly to: Place
  readonly back: () => void
}

const DIGITS = 6
const round = (degrees: number): number => Number(degrees.toFixed(DIGITS))

/** A pin was dragged: what it would change is asked of the engine, shown, written only when confirmed, and undone on request. */
export const useMovePin = (): {
  readonly move: Readonly<ShallowRef<PinMove | null>>
  readonly pending: ReturnType<typeof useCommand>['pending']
  readonly propose: (id: TicketId, point: { lat: number; lon: number }, back: () => void) => Promise<void>
  readonly confirm: () => Promise<void>
  readonly cancel: () => void
} => {
  const client = useClient()
  const { offer } = useUndo()
  const { t } = useI18n()
  const { showError, showDone } = useErrorToast()
  const edit = useCommand(client.tickets.edit)
  const move = shallowRef<PinMove | null>(null)

  const propose = async (id: TicketId, point: { lat: number; lon: number }, back: () => void): Promise<void> => {
    const at = { lat: round(point.lat), lon: round(point.lon) }
    const [ticket, district] = await Promise.all([client.tickets.get({ id }), client.places.districtAt(at)])
    if (!ticket.ok) {
      showError(ticket.error)
      return back()
    }
    const before = ticket.value.place
    const found = district.ok ? district.value.districtId : null
    move.value = {
      ticket: ticket.value,
      to: { ...before, ...at, precision: 'point', districtId: found ?? before.districtId },
      back,
    }
  }

  const undo = async (ticket: TicketDetail, written: Place): Promise<void> => {
    const answer = await edit.run({ id: ticket.id, base: { place: written }, changes: { place: ticket.place } })
    if (answer.ok) showDone(t('map.move.undone', { number: ticket.number }))
  }

  const confirm = async (): Promise<void> => {
    if (!move.value) return
    const { ticket, to, back } = move.value
    const answer = await edit.run({ id: ticket.id, base: { place: ticket.place }, changes: { place: to } })
    move.value = null
    if (!answer.ok) return back()
    offer({
      title: t('map.move.done', { number: ticket.number }),
      icon: 'i-lucide-map-pin-check',
      undo: () => undo(ticket, to),
    })
  }

  const cancel = (): void => {
    move.value?.back()
    move.value = null
  }

  return { move, pending: edit.pending, propose, confirm, cancel }
}
