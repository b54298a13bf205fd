import { ref, watch, type Ref } from 'vue'
import { useSession } from './session'

/** By person, place and field: only of this page, and nobody else's who signs in here. */
const kept = new Map<string, string>()

export interface KeptWords {
  /** What somebody types in a field: what stood there when its dialog went away, else `begin`. */
  readonly field: (name: string, begin?: string) => Ref<string>
  /** What was typed in a field before; undefined when nothing is kept. */
  readonly find: (name: string) => string | undefined
  /** Null: what stands in the field is the program's own again. */
  readonly keep: (name: string, words: string | null) => void
  /** It was sent: nothing of this place is kept any more. */
  readonly done: () => void
}

/**
 * What people type in a dialog, until it is sent: a call that is taken (F4) or any key that leads to another screen takes
 * the dialog away, and it must not take their words along.
 *
 * @param place of what the words are: a dialog's name and its ticket's id
 */
export const useKeptWords = (place: () => string): KeptWords => {
  const { user } = useSession()
  const own = `${user?.id ?? ''} `
  for (const key of [...kept.keys()]) if (!key.startsWith(own)) kept.delete(key)
  const keyOf = (name: string): string => `${own}${place()} ${name}`
  const find = (name: string): string | undefined => kept.get(keyOf(name))
  const keep = (name: string, words: string | null): void => {
    if (words === null) kept.delete(keyOf(name))
    else kept.set(keyOf(name), words)
  }
  const field = (name: string, begin = ''): Ref<string> => {
    const words = ref(find(name) ?? begin)
    watch(words, (now) => keep(name, now === begin ? null : now), { flush: 'sync' })
    return words
  }
  const done = (): void => {
    for (const key of [...kept.keys()]) if (key.startsWith(keyOf(''))) kept.delete(key)
  }
  return { field, find, keep, done }
}
