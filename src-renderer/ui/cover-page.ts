import { onBeforeUnmount, onMounted, type Ref } from 'vue'
import './cover-page.css'

/** Screens that stand in the place of everything, the newest last: only that one is seen. */
const covers: HTMLElement[] = []

const settle = (): void => {
  const top = covers.at(-1)
  for (const part of document.body.children) {
    if (!(part instanceof HTMLElement)) continue
    const isBehind = top !== undefined && part !== top
    part.inert = isBehind
    part.classList.toggle('behind-cover', isBehind)
  }
}

/**
 * Covers page and layers, dialogs that were open among them: nothing of theirs is reached or seen until this screen
 * goes, and nothing of what was typed there is touched. The screen must be a child of `body`.
 */
export const useCoverPage = (screen: Readonly<Ref<HTMLElement | null>>): void => {
  let own: HTMLElement | null = null
  let before: Element | null = null
  onMounted(() => {
    before = document.activeElement
    own = screen.value
    if (own === null) return
    covers.push(own)
    settle()
  })
  onBeforeUnmount(() => {
    if (own === null) return
    covers.splice(covers.indexOf(own), 1)
    settle()
    if (before instanceof HTMLElement && before.isConnected) before.focus()
  })
}
