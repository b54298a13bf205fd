import { afterEach, describe, expect, it, vi } from 'vitest'
import { nextTick, ref } from 'vue'
import { useComing } from '@/app/coming'
import {
  allowedCommands,
  offeredCommands,
  registerCommands,
  useShortcutListener,
  type DeskCommand,
} from '@/app/commands'
import { keyNames } from '@/app/key-names'
import { createMatcher, stepOf } from '@/app/shortcuts'
import { setUp } from '../../support/mount-part'

const press = (key: string, extra: KeyboardEventInit = {}, target: EventTarget = document.body): KeyboardEvent => {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...extra })
  target.dispatchEvent(event)
  return event
}

const command = (changes: Partial<DeskCommand> & Pick<DeskCommand, 'id' | 'run'>): DeskCommand => ({
  title: 'shell.save',
  group: 'app',
  ...changes,
})

describe('keys as commands write them', () => {
  it.each([
    [{ key: 'k', ctrlKey: true }, 'mod+k'],
    [{ key: 'K', ctrlKey: true, shiftKey: true }, 'mod+shift+k'],
    [{ key: 'F2' }, 'f2'],
    [{ key: '?', shiftKey: true }, '?'],
    [{ key: ' ' }, 'space'],
    [{ key: 'ArrowDown', altKey: true }, 'alt+down'],
    [{ key: 'Shift', shiftKey: true }, null],
  ])('%o is %s', (event, step) => {
    expect(stepOf({ ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...event })).toBe(step)
  })

  it('follows a sequence, forgets it after a second, and takes a key that only looks like one', () => {
    const match = createMatcher(() => ['g c', 'g m', 'c'])
    expect(match('g', 0)).toEqual({ matched: null, pending: true })
    expect(match('m', 200).matched).toBe('g m')
    match('g', 1000)
    expect(match('c', 3000).matched).toBe('c')
    match('g', 4000)
    expect(match('x', 4100)).toEqual({ matched: null, pending: false })
  })

  it('prints keys as they stand on the reader’s keyboard', () => {
    expect(keyNames('mod+enter', 'it')).toEqual(['Ctrl', 'Invio'])
    expect(keyNames('g c', 'en')).toEqual(['G', 'C'])
    expect(keyNames('shift+down', 'it')).toEqual(['Maiusc', '↓'])
  })
})

describe('one list of commands answers the keyboard', () => {
  const undo: (() => void)[] = []
  afterEach(() => {
    for (const one of undo.splice(0)) one()
    document.body.innerHTML = ''
  })
  const listen = (singleKeys = true): void => {
    const { unmount } = setUp(() => useShortcutListener({ singleKeys: () => singleKeys }))
    undo.push(unmount)
  }
  const offer = (...commands: DeskCommand[]): void => {
    undo.push(registerCommands(commands))
  }

  it('leaves letters to whoever types, and gives F2 and Ctrl+Enter even then', () => {
    listen()
    const reply = vi.fn()
    const create = vi.fn()
    offer(
      command({ id: 'reply', keys: ['r'], run: reply }),
      command({ id: 'new', keys: ['f2'], whileTyping: true, run: create }),
    )
    document.body.innerHTML = '<input id="name">'
    const field = document.querySelector('#name') as HTMLElement
    press('r', {}, field)
    press('F2', {}, field)
    expect(reply).not.toHaveBeenCalled()
    expect(create).toHaveBeenCalledOnce()
    expect(press('r').defaultPrevented).toBe(true)
    expect(reply).toHaveBeenCalledOnce()
  })

  it('keeps the keys of the page behind an open dialog silent', () => {
    listen()
    const close = vi.fn()
    offer(command({ id: 'close', keys: ['e'], run: close }))
    document.body.innerHTML = '<div role="dialog"><button>ok</button></div>'
    press('e', {}, document.querySelector('button') as HTMLElement)
    expect(close).not.toHaveBeenCalled()
  })

  it('offers a command only while it can run', () => {
    listen()
    const assign = vi.fn()
    const open = ref(false)
    offer(command({ id: 'assign', keys: ['a'], when: () => open.value, run: assign }))
    press('a')
    expect(offeredCommands.value.some(({ id }) => id === 'assign')).toBe(false)
    open.value = true
    press('a')
    expect(assign).toHaveBeenCalledOnce()
    expect(offeredCommands.value.some(({ id }) => id === 'assign')).toBe(true)
  })

  it('switches the single letters off for those who dictate, and keeps the rest', () => {
    listen(false)
    const next = vi.fn()
    const palette = vi.fn()
    offer(command({ id: 'next', keys: ['j'], run: next }), command({ id: 'palette', keys: ['mod+k'], run: palette }))
    press('j')
    press('k', { ctrlKey: true })
    expect(next).not.toHaveBeenCalled()
    expect(palette).toHaveBeenCalledOnce()
  })

  it('does nothing at all while the desk is locked, Ctrl+K and F2 included', () => {
    const locked = ref(true)
    const { unmount } = setUp(() => useShortcutListener({ singleKeys: () => true, asleep: () => locked.value }))
    undo.push(unmount)
    const palette = vi.fn()
    offer(command({ id: 'palette', keys: ['mod+k', 'f2'], whileTyping: true, run: palette }))
    press('k', { ctrlKey: true })
    press('F2')
    expect(palette).not.toHaveBeenCalled()
    locked.value = false
    press('F2')
    expect(palette).toHaveBeenCalledOnce()
  })

  it('says of a key that the role does not allow why it does nothing, and leaves it out of the offer', () => {
    const notYours = vi.fn()
    const { unmount } = setUp(() =>
      useShortcutListener({ singleKeys: () => true, can: (permission) => permission === 'tickets.note', notYours }),
    )
    undo.push(unmount)
    const [reply, note] = [vi.fn(), vi.fn()]
    offer(
      command({ id: 'reply', keys: ['r'], needs: ['tickets.reply'], run: reply }),
      command({ id: 'note', keys: ['n'], needs: ['tickets.note'], run: note }),
    )
    const field = document.body.appendChild(document.createElement('input'))
    press('r', {}, field)
    expect(notYours).not.toHaveBeenCalled()
    expect(press('r').defaultPrevented).toBe(false)
    expect(notYours).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ id: 'reply' }))
    press('n')
    expect([reply.mock.calls.length, note.mock.calls.length]).toEqual([0, 1])
    expect(offeredCommands.value.map(({ id }) => id)).toEqual(['note'])
    // Nor does the sheet of keys name it.
    expect(allowedCommands.value.map(({ id }) => id)).toEqual(['note'])
  })

  it('gives a command back to its page when the part that took it over is gone', () => {
    listen()
    const page = vi.fn()
    const part = vi.fn()
    offer(command({ id: 'save', keys: ['mod+s'], run: page }))
    const gone = registerCommands([command({ id: 'save', keys: ['mod+s'], run: part })])
    press('s', { ctrlKey: true })
    gone()
    press('s', { ctrlKey: true })
    expect(part).toHaveBeenCalledOnce()
    expect(page).toHaveBeenCalledOnce()
  })
})

describe('a key that comes before its ticket', () => {
  const undo: (() => void)[] = []
  afterEach(() => {
    for (const one of undo.splice(0)) one()
  })

  /** A desk whose `j` asks for the next ticket; `arrive` brings it. What ran is told with the ticket it ran on. */
  const desk = () => {
    const asked = ref(1)
    const shown = ref(1)
    const ran: string[] = []
    const run = (name: string) => (): void => void ran.push(`${name}${shown.value}`)
    const { unmount } = setUp(() => {
      useShortcutListener({ singleKeys: () => true })
      useComing(() => asked.value !== shown.value)
    })
    undo.push(
      unmount,
      registerCommands([
        command({ id: 'next', group: 'list', keys: ['j'], run: () => void (asked.value += 1) }),
        command({ id: 'accept', group: 'ticket', keys: ['p'], run: run('accept') }),
        command({ id: 'reply', group: 'write', keys: ['r'], run: run('reply') }),
        command({ id: 'create', group: 'write', keys: ['f2'], run: run('create') }),
      ]),
    )
    const type = (keys: string | readonly string[]): void => {
      for (const key of keys) press(key)
    }
    const turn = async (): Promise<void> => {
      await nextTick()
      await new Promise((done) => setTimeout(done, 5))
    }
    const arrive = async (): Promise<void> => {
      shown.value = asked.value
      await turn()
    }
    return { asked, ran, type, arrive, turn }
  }

  it('waits for it, and never falls on the ticket before', async () => {
    const { ran, type, arrive } = desk()
    type('jp')
    expect(ran).toEqual([])
    await arrive()
    expect(ran).toEqual(['accept2'])
    type('p')
    expect(ran).toEqual(['accept2', 'accept2'])
  })

  it('keeps its place before those that came after it', async () => {
    const { asked, ran, type, arrive } = desk()
    type('jpjp')
    expect(asked.value).toBe(2)
    await arrive()
    expect([ran, asked.value]).toEqual([['accept2'], 3])
    await arrive()
    expect(ran).toEqual(['accept2', 'accept3'])
  })

  it('takes what follows the wish to write for words', async () => {
    const { asked, ran, type, arrive } = desk()
    type('jrjp')
    await arrive()
    expect([ran, asked.value]).toEqual([['reply2'], 2])
  })

  it('is let go of by Escape, and leaves F2 and the list free', async () => {
    const { asked, ran, type, arrive } = desk()
    type(['j', 'p', 'Escape', 'j', 'F2'])
    expect([ran, asked.value]).toEqual([['create1'], 3])
    await arrive()
    expect(ran).toEqual(['create1'])
  })
})
