import type { ContextMenuParams, MenuItemConstructorOptions } from 'electron'
import type { Words } from './words'

/** As many as fit under the hand. */
const SUGGESTIONS = 5

export interface ContextActions {
  readonly correct: (word: string) => void
  readonly learn: (word: string) => void
  readonly copyText: (text: string) => void
}

type Pressed = Pick<
  ContextMenuParams,
  'isEditable' | 'editFlags' | 'selectionText' | 'linkURL' | 'misspelledWord' | 'dictionarySuggestions'
>

const spelling = (
  { misspelledWord, dictionarySuggestions }: Pressed,
  { context }: Words,
  { correct, learn }: ContextActions,
): MenuItemConstructorOptions[] => {
  if (misspelledWord === '') return []
  const words = dictionarySuggestions.slice(0, SUGGESTIONS)
  return [
    ...words.map((word) => ({ label: word, click: () => correct(word) })),
    ...(words.length === 0 ? [{ label: context.noSuggestions, enabled: false }] : []),
    { label: context.addWord, click: () => learn(misspelledWord) },
    { type: 'separator' },
  ]
}

/** What the right button offers: Electron brings no menu of its own. Empty where there is nothing to offer. */
export const contextTemplate = (
  pressed: Pressed,
  words: Words,
  actions: ContextActions,
): MenuItemConstructorOptions[] => {
  const { isEditable, editFlags, selectionText, linkURL } = pressed
  const { menu, context } = words
  if (isEditable)
    return [
      ...spelling(pressed, words, actions),
      { role: 'undo', label: menu.undo, enabled: editFlags.canUndo },
      { type: 'separator' },
      { role: 'cut', label: menu.cut, enabled: editFlags.canCut },
      { role: 'copy', label: menu.copy, enabled: editFlags.canCopy },
      { role: 'paste', label: menu.paste, enabled: editFlags.canPaste },
      { role: 'selectAll', label: menu.selectAll, enabled: editFlags.canSelectAll },
    ]
  return [
    ...(selectionText.trim() === '' ? [] : [{ role: 'copy' as const, label: menu.copy }]),
    // Ways within the desk are nothing that anybody could open elsewhere.
    ...(/^(https?|mailto|tel):/.test(linkURL)
      ? [{ label: context.copyAddress, click: () => actions.copyText(linkURL) }]
      : []),
  ]
}
