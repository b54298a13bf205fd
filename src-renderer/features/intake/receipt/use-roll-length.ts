import { onScopeDispose } from 'vue'

const MM_PER_PX = 25.4 / 96
/** Above and below, as the page's own margin, and a little for what the printer rounds. */
const MARGINS_MM = 10

/** A roll has no pages: the paper is as long as what stands on it, so that no cut goes through a receipt. */
export const useRollLength = (): ((receipt: Element | null) => void) => {
  const rule = new CSSStyleSheet()
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, rule]
  onScopeDispose(() => {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== rule)
  })
  return (receipt) => {
    if (receipt === null) return
    const length = Math.ceil(receipt.getBoundingClientRect().height * MM_PER_PX) + MARGINS_MM
    rule.replaceSync(`@page roll { size: 80mm ${length}mm; margin: 4mm; }`)
  }
}
