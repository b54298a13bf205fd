import { afterEach, describe, expect, it } from 'vitest'
import { nextTick, ref, shallowRef } from 'vue'
import { useCommands, useShortcutListener } from '@/app/commands'
import type { Face } from '@/features/ticket/composer/faces'
import { useAskedFace } from '@/features/ticket/use-asked-face'
import { setUp } from '../../support/mount-part'

describe('a key that asks to write before the ticket is there', () => {
  let close = (): void => undefined
  afterEach(() => close())

  /** A pane whose ticket has not come yet, with its keys and one of the list beside it. */
  const openPane = () => {
    const composer = shallowRef<{ open: (face: Face) => void } | null>(null)
    const failure = ref<unknown>()
    const opened: Face[] = []
    const ran: string[] = []
    const { unmount } = setUp(() => {
      useShortcutListener({ singleKeys: () => true })
      const write = useAskedFace(composer, failure)
      const key = (id: string, keys: string, run: () => void) =>
        ({ id, title: id, group: 'list', keys: [keys], run }) as const
      useCommands([
        key('ticket.reply', 'r', () => write('reply')),
        key('ticket.note', 'n', () => write('note')),
        key('queue.next', 'j', () => void ran.push('j')),
      ])
    })
    close = unmount
    const type = (letters: string | readonly string[]): void => {
      for (const letter of letters)
        document.body.dispatchEvent(new KeyboardEvent('keydown', { key: letter, bubbles: true, cancelable: true }))
    }
    const arrive = async (): Promise<void> => {
      composer.value = { open: (face) => opened.push(face) }
      await nextTick()
    }
    return { composer, failure, opened, ran, type, arrive }
  }

  it('is answered when it comes, and none of the words typed meanwhile is a command', async () => {
    const { opened, ran, type, arrive } = openPane()
    type('rjn')
    expect([opened, ran]).toEqual([[], []])
    await arrive()
    expect(opened).toEqual(['reply'])
    type('j')
    expect(ran).toEqual(['j'])
    type('n')
    expect(opened).toEqual(['reply', 'note'])
  })

  it('is let go of by Escape', async () => {
    const { opened, ran, type, arrive } = openPane()
    type(['r', 'Escape', 'j'])
    await arrive()
    expect([opened, ran]).toEqual([[], ['j']])
  })

  it('does not hold the keyboard where the ticket cannot be read', async () => {
    const { failure, opened, ran, type } = openPane()
    type('r')
    failure.value = { code: 'not_found' }
    await nextTick()
    type('jrj')
    expect([opened, ran]).toEqual([[], ['j', 'j']])
  })
})
