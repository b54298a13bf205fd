import { useEventListener } from '@vueuse/core'
import { computed, onScopeDispose, shallowReactive, shallowRef, type ComputedRef } from 'vue'
import type { Permission } from '@shared/accounts/permissions'
import { useHeldKeys } from './held-keys'
import { createMatcher, isBareKey, isInDialog, isTypingTarget, stepOf, type Keys } from './shortcuts'

/** The groups of the palette and of the shortcuts sheet, in their order. */
export const COMMAND_GROUPS = ['go', 'ticket', 'list', 'write', 'plan', 'app'] as const
export type CommandGroup = (typeof COMMAND_GROUPS)[number]

/** An action, declared once: its keys, the native menus, the palette and the `?` sheet all read it from here. */
export interface DeskCommand {
  /** `ticket.close`: unique, stable, never shown. */
  readonly id: string
  /** A key of the locale files. */
  readonly title: string
  readonly group: CommandGroup
  readonly keys?: readonly Keys[]
  readonly icon?: string
  /** Without these it is not offered, and its keys say why they do nothing. */
  readonly needs?: readonly Permission[]
  /** Offered only while this is true; read reactively. */
  readonly when?: () => boolean
  /** Its keys work in a field or a dialog too (Ctrl+Enter, F2). Bare letters never do. */
  readonly whileTyping?: boolean
  /** Shown on the sheet only: the list itself answers these keys (j, k, Space). */
  readonly sheetOnly?: boolean
  readonly run: () => void | Promise<void>
}

const registered = shallowReactive(new Map<string, DeskCommand[]>())

type Rights = (permission: Permission) => boolean
const EVERYTHING: Rights = () => true

/** What the person at this desk may do. */
const rights = shallowRef(EVERYTHING)

const isAllowed = ({ needs = [] }: DeskCommand): boolean => needs.every((permission) => rights.value(permission))

const available = (command: DeskCommand): boolean => isAllowed(command) && (command.when?.() ?? true)

/** Makes commands known until `undo` is called. The newest of an id wins, so that a dialog may take a key over. */
export const registerCommands = (commands: readonly DeskCommand[]): (() => void) => {
  for (const command of commands) registered.set(command.id, [...(registered.get(command.id) ?? []), command])
  return () => {
    for (const command of commands) {
      const left = (registered.get(command.id) ?? []).filter((other) => other !== command)
      if (left.length > 0) registered.set(command.id, left)
      else registered.delete(command.id)
    }
  }
}

/** Registers for as long as the calling component lives. */
export const useCommands = (commands: readonly DeskCommand[]): void => {
  onScopeDispose(registerCommands(commands))
}

/** Every command that is known now, whether it can run or not. */
export const knownCommands: ComputedRef<readonly DeskCommand[]> = computed(() =>
  [...registered.values()].flatMap((stack) => stack.slice(-1)),
)

/** Those that this person may use, now or on another screen. */
export const allowedCommands: ComputedRef<readonly DeskCommand[]> = computed(() =>
  knownCommands.value.filter((command) => isAllowed(command)),
)

/** Those that can run now. */
export const offeredCommands: ComputedRef<readonly DeskCommand[]> = computed(() =>
  knownCommands.value.filter((command) => available(command)),
)

/** Runs a command by its id, for menus and buttons; says whether it could. */
export const runCommand = (id: string): boolean => {
  const command = registered.get(id)?.at(-1)
  if (!command || !available(command)) return false
  void command.run()
  return true
}

export interface ShortcutOptions {
  /** False switches the bare letters off. */
  readonly singleKeys: () => boolean
  /** While this is true no key of ours does anything: the desk is locked. */
  readonly asleep?: () => boolean
  readonly can?: Rights
  /** A key was pressed for what this person's role does not allow. */
  readonly notYours?: (command: DeskCommand) => void
}

const mayHear = (command: DeskCommand, keys: Keys, target: EventTarget | null, options: ShortcutOptions): boolean => {
  if (command.sheetOnly) return false
  if (isBareKey(keys) && (!options.singleKeys() || isTypingTarget(target))) return false
  if (command.whileTyping) return true
  return !isTypingTarget(target) && !isInDialog(target)
}

/** Listens to the keyboard for the whole page. */
export const useShortcutListener = (options: ShortcutOptions): void => {
  rights.value = options.can ?? EVERYTHING
  const match = createMatcher(() => knownCommands.value.flatMap((command) => command.keys ?? []))
  const commandFor = (keys: Keys, target: EventTarget | null): DeskCommand | undefined =>
    knownCommands.value.findLast(
      (candidate) =>
        candidate.keys?.includes(keys) && available(candidate) && mayHear(candidate, keys, target, options),
    )
  const tellWhy = (keys: Keys, target: EventTarget | null): void => {
    const command = knownCommands.value.findLast(
      (candidate) =>
        candidate.keys?.includes(keys) && !isAllowed(candidate) && mayHear(candidate, keys, target, options),
    )
    if (command) options.notYours?.(command)
  }
  const { holds } = useHeldKeys((keys) => commandFor(keys, document.activeElement))
  const mayWait = (step: string, target: EventTarget | null): boolean =>
    !isTypingTarget(target) && !isInDialog(target) && (options.singleKeys() || !isBareKey(step))
  useEventListener(window, 'keydown', (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing || options.asleep?.()) return
    const step = stepOf(event)
    if (step === null || (isBareKey(step) && isTypingTarget(event.target))) return
    const { matched, pending } = match(step, event.timeStamp)
    if (pending) return
    const command = matched === null ? undefined : commandFor(matched, event.target)
    if (mayWait(step, event.target) && holds(matched ?? step, command)) return event.preventDefault()
    if (!command) return matched === null ? undefined : tellWhy(matched, event.target)
    event.preventDefault()
    // Lists are walked with a key held down; what is decided is decided once.
    if (event.repeat && command.group === 'ticket') return
    void command.run()
  })
}
