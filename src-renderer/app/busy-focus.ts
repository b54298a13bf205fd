/**
 * A button goes off while its work is under way, and the keyboard falls off it: once it is on again it gets the keyboard
 * back, unless somebody has it by then.
 */
export const keepBusyFocus = (page: Document): void => {
  let holder: EventTarget | null = null
  let busy: EventTarget | null = null
  page.addEventListener('focusin', ({ target }) => {
    holder = target
    busy = null
  })
  page.addEventListener('focusout', () => {
    holder = null
  })
  new MutationObserver((records) => {
    for (const { target } of records) {
      if (!(target instanceof HTMLButtonElement)) continue
      if (target.disabled) {
        if (target === holder) busy = target
      } else if (target === busy) {
        busy = null
        if (page.activeElement === page.body) target.focus()
      }
    }
  }).observe(page, { subtree: true, attributes: true, attributeFilter: ['disabled'] })
}
