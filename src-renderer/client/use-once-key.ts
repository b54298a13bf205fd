/**
 * The key of one act of a person. The same input sent again after a line that broke goes out under the same key, so
 * that the engine does it once; what was changed meanwhile is another act.
 */
export const useOnceKey = () => {
  let last: { readonly text: string; readonly key: string } | null = null
  return {
    keyFor: (input: unknown): string => {
      const text = JSON.stringify(input)
      if (last?.text !== text) last = { text, key: crypto.randomUUID() }
      return last.key
    },
    /** It was carried out: the same words again are meant a second time. */
    done: (): void => {
      last = null
    },
  }
}
