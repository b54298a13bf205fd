import { useCommands } from '@/app/commands'
import type { ChatCursor } from './use-chat-cursor'
import type { ChatImport } from './use-chat-import'

interface Acts {
  readonly chat: ChatImport
  readonly cursor: ChatCursor
  readonly cut: (index: number, begins: boolean) => void
  readonly skip: (at: number, isSkipped: boolean) => void
  readonly search: () => void
}

/** Everything that the mouse does to a chat, from the keyboard. */
export const useChatCommands = ({ chat, cursor, cut, skip, search }: Acts): void => {
  const { currentAt, pointedMessage } = cursor
  const isCutting = (): boolean => chat.step.value === 'cutting' && chat.pieces.value.length > 0
  const onPiece = { group: 'list', when: () => isCutting() && currentAt.value !== null } as const
  const onMessage = { group: 'list', when: () => isCutting() && pointedMessage.value?.own === false } as const
  const withPointed = (act: (index: number) => void) => (): void => {
    if (pointedMessage.value) act(pointedMessage.value.index)
  }
  useCommands([
    {
      ...{ id: 'whatsapp.next', title: 'whatsapp.commands.next', keys: ['j', 'down'], icon: 'i-lucide-arrow-down' },
      ...onPiece,
      run: () => cursor.movePointer(1),
    },
    {
      ...{ id: 'whatsapp.previous', title: 'whatsapp.commands.previous', keys: ['k', 'up'], icon: 'i-lucide-arrow-up' },
      ...onPiece,
      run: () => cursor.movePointer(-1),
    },
    {
      ...{ id: 'whatsapp.nextPiece', title: 'whatsapp.commands.nextPiece', keys: ['n'] },
      ...{ ...onPiece, icon: 'i-lucide-chevrons-down' },
      run: () => cursor.movePiece(1),
    },
    {
      ...{ id: 'whatsapp.previousPiece', title: 'whatsapp.commands.previousPiece', keys: ['p'] },
      ...{ ...onPiece, icon: 'i-lucide-chevrons-up' },
      run: () => cursor.movePiece(-1),
    },
    {
      ...{ id: 'whatsapp.cut', title: 'whatsapp.commands.cut', keys: ['t'], icon: 'i-lucide-scissors' },
      ...onMessage,
      run: withPointed((index) => cut(index, true)),
    },
    {
      ...{ id: 'whatsapp.join', title: 'whatsapp.commands.join', keys: ['u'], icon: 'i-lucide-arrow-up-to-line' },
      ...onPiece,
      run: () => {
        if (currentAt.value !== null) cut(currentAt.value, false)
      },
    },
    {
      ...{ id: 'whatsapp.leaveOut', title: 'whatsapp.commands.leaveOut', keys: ['x'], icon: 'i-lucide-eye-off' },
      ...onMessage,
      run: withPointed(chat.toggleLeftOut),
    },
    {
      ...{ id: 'whatsapp.skip', title: 'whatsapp.commands.skip', keys: ['space'], icon: 'i-lucide-square-check' },
      ...onPiece,
      run: () => {
        if (currentAt.value !== null) skip(currentAt.value, !chat.decisionOf(currentAt.value).skip)
      },
    },
    {
      ...{ id: 'whatsapp.target', title: 'whatsapp.commands.target', keys: ['a'], icon: 'i-lucide-link' },
      ...onPiece,
      run: search,
    },
    {
      ...{ id: 'whatsapp.category', title: 'whatsapp.commands.category', keys: ['c'], icon: 'i-lucide-tag' },
      ...onPiece,
      run: () => document.querySelector<HTMLElement>('#piece-category')?.click(),
    },
    {
      ...{ id: 'whatsapp.take', title: 'whatsapp.commands.take', keys: ['mod+enter'], icon: 'i-lucide-check' },
      ...{ group: 'write', whileTyping: true, when: isCutting },
      run: chat.take,
    },
  ])
}
