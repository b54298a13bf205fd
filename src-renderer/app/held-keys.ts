import { shallowRef, watch } from 'vue'
import { isTicketComing } from './coming'

/** What was pressed so long ago, in milliseconds, is not wanted any more. */
const PATIENCE_MS = 5000
const LETTER = /^(shift\+)?[a-z]$/
const OF_A_TICKET: readonly string[] = ['ticket', 'write']

interface Answer {
  readonly group: string
  readonly run: () => unknown
}

interface HeldKey {
  readonly step: string
  readonly at: number
}

/**
 * Keys that came before their ticket. Whoever knows the desk presses `j` and `p` faster than a ticket is drawn: the
 * second waits until it is there, instead of being lost or of falling on the one before. Those behind it keep their order.
 */
export const useHeldKeys = (commandOf: (step: string) => Answer | undefined) => {
  const held = shallowRef<readonly HeldKey[]>([])
  let isAnswering = false
  const forget = (): void => {
    held.value = []
  }

  /** Whether this key waits now; then it is not to be answered. */
  const holds = (step: string, command: Answer | undefined): boolean => {
    if (step === 'esc') forget()
    if (!isTicketComing.value || !LETTER.test(step)) return false
    const now = performance.now()
    const before = held.value.filter(({ at }) => now - at < PATIENCE_MS)
    const waits = before.length > 0 || command === undefined || OF_A_TICKET.includes(command.group)
    held.value = waits ? [...before, { step, at: now }] : before
    return waits
  }

  const mayAnswer = (): boolean => held.value.length > 0 && !isTicketComing.value
  const answer = async (): Promise<void> => {
    if (isAnswering) return
    isAnswering = true
    while (mayAnswer()) {
      const [next, ...rest] = held.value
      held.value = rest
      const command = next && performance.now() - next.at < PATIENCE_MS ? commandOf(next.step) : undefined
      if (command) void command.run()
      // What follows the wish to write are words, and no commands.
      if (command?.group === 'write') forget()
      // A step in the list says whose ticket comes next only after its turn.
      await new Promise((done) => setTimeout(done))
    }
    isAnswering = false
  }
  watch(
    mayAnswer,
    (may) => {
      if (may) void answer()
    },
    { flush: 'post' },
  )
  return { holds }
}
