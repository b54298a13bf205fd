import { computed, ref, shallowRef, type ShallowRef } from 'vue'
import type { Permission } from '@shared/accounts/permissions'
import type { TicketDetail } from '@shared/contract/tickets'
import type { BodyId } from '@shared/kernel/ids'
import { visitsAtStep } from '@shared/crews/planned-visits'
import type { TicketStatus } from '@shared/tickets/vocabulary'
import { useCommands, type DeskCommand } from '@/app/commands'
import { useSession } from '@/app/session'
import { useClient } from '@/client/client'
import { useCommand } from '@/client/use-command'
import type { Face } from './composer/faces'
import { useStepUndo } from './use-step-undo'

/** Steps that ask something first: an outcome, a date, a body, a reason; `plain` ones only when they cost visits. */
export type AskedStep = 'closed' | 'waiting' | 'forwarded' | 'reopen' | 'plain'

const ASKED: Partial<Record<TicketStatus, AskedStep>> = { closed: 'closed', waiting: 'waiting', forwarded: 'forwarded' }

interface StepKey {
  readonly to: TicketStatus
  readonly keys?: readonly string[]
  readonly icon: string
}

const STEPS: readonly StepKey[] = [
  { to: 'accepted', keys: ['p'], icon: 'i-lucide-eye' },
  { to: 'in_progress', keys: ['shift+i'], icon: 'i-lucide-hammer' },
  { to: 'done', keys: ['shift+d'], icon: 'i-lucide-check' },
  { to: 'waiting', keys: ['w'], icon: 'i-lucide-pause' },
  { to: 'forwarded', keys: ['t'], icon: 'i-lucide-forward' },
  { to: 'closed', keys: ['e'], icon: 'i-lucide-archive' },
]

const neededFor = (to: TicketStatus): readonly Permission[] => {
  if (to === 'closed') return ['tickets.edit', 'tickets.close']
  return to === 'forwarded' ? ['tickets.edit', 'tickets.forward'] : ['tickets.edit']
}

/** What can be done to the ticket on screen, by menu, key or palette, and which dialog is asking for it. */
export const useTicketActions = (
  ticket: Readonly<ShallowRef<TicketDetail | undefined>>,
  parts: { readonly write: (face: Face) => void },
) => {
  const client = useClient()
  const session = useSession()
  const change = useCommand(client.tickets.changeStatus)
  const offerUndo = useStepUndo()
  const asking = shallowRef<AskedStep | null>(null)
  /** Where the `plain` dialog leads. */
  const plainTo = shallowRef<TicketStatus>('accepted')
  /** The body that the dialog begins with; 0: the one that the rules name. */
  const forwardTo = ref(0)
  const assigning = ref(false)
  const stateMenuOpen = ref(false)

  const canEdit = computed(() => session.can('tickets.edit'))
  const canAssign = computed(
    () =>
      session.can('tickets.assign') &&
      ticket.value !== undefined &&
      !['closed', 'merged'].includes(ticket.value.status),
  )
  const mayGo = (to: TicketStatus): boolean => {
    if (!(ticket.value?.allowed.includes(to) ?? false)) return false
    return neededFor(to).every((permission) => session.can(permission)) && (to !== 'assigned' || canAssign.value)
  }

  const step = async (to: TicketStatus): Promise<void> => {
    const current = ticket.value
    if (!current || !mayGo(to)) return
    if (to === 'assigned') {
      assigning.value = true
      return
    }
    const { leaving } = visitsAtStep(
      { from: current.status, to, outcome: null, waitingUntil: null },
      current.plannedVisits,
    )
    plainTo.value = to
    forwardTo.value = 0
    const asked = current.status === 'closed' ? 'reopen' : (ASKED[to] ?? (leaving.length > 0 ? 'plain' : null))
    if (asked !== null) {
      asking.value = asked
      return
    }
    const answer = await change.run({ id: current.id, base: current.status, to })
    if (answer.ok) offerUndo(current, to, answer.value.entryId)
  }

  const commands: DeskCommand[] = [
    {
      id: 'ticket.reply',
      title: 'ticket.commands.reply',
      group: 'write',
      keys: ['r'],
      icon: 'i-lucide-reply',
      needs: ['tickets.reply'],
      run: () => parts.write('reply'),
    },
    {
      id: 'ticket.note',
      title: 'ticket.commands.note',
      group: 'write',
      keys: ['n'],
      icon: 'i-lucide-notebook-pen',
      needs: ['tickets.note'],
      run: () => parts.write('note'),
    },
    {
      id: 'ticket.official',
      title: 'ticket.commands.official',
      group: 'write',
      keys: ['u'],
      icon: 'i-lucide-stamp',
      needs: ['tickets.reply'],
      run: () => parts.write('official'),
    },
    {
      id: 'ticket.assign',
      title: 'ticket.commands.assign',
      group: 'ticket',
      keys: ['a'],
      icon: 'i-lucide-users',
      needs: ['tickets.assign'],
      when: () => canAssign.value,
      run: () => void (assigning.value = true),
    },
    {
      id: 'ticket.state',
      title: 'ticket.commands.state',
      group: 'ticket',
      keys: ['s'],
      icon: 'i-lucide-circle-dot',
      needs: ['tickets.edit'],
      when: () => (ticket.value?.allowed.length ?? 0) > 0,
      run: () => void (stateMenuOpen.value = true),
    },
    ...STEPS.map(({ to, keys, icon }): DeskCommand => ({
      id: `ticket.to.${to}`,
      title: `ticket.steps.${to}`,
      group: 'ticket',
      icon,
      ...(keys ? { keys } : {}),
      needs: neededFor(to),
      when: () => ticket.value?.status !== 'closed' && mayGo(to),
      run: () => step(to),
    })),
    {
      id: 'ticket.reopen',
      title: 'ticket.steps.reopen',
      group: 'ticket',
      keys: ['shift+e'],
      icon: 'i-lucide-rotate-ccw',
      needs: ['tickets.edit'],
      when: () => ticket.value?.status === 'closed' && mayGo('accepted'),
      run: () => step('accepted'),
    },
  ]
  useCommands(commands)

  const forwardToBody = (bodyId: BodyId): void => {
    if (!mayGo('forwarded')) return
    forwardTo.value = bodyId
    asking.value = 'forwarded'
  }

  return {
    asking,
    plainTo,
    forwardTo,
    forwardToBody,
    assigning,
    stateMenuOpen,
    canEdit,
    canAssign,
    mayGo,
    step,
    change,
  }
}

export type TicketActions = ReturnType<typeof useTicketActions>
