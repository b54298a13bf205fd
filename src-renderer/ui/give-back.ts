/** Once it has faded out a dialog gives the keyboard back, unless what came meanwhile has taken it. */
export const giveBack = (event: Event): void => {
  const holder = document.activeElement
  const isTaken = holder !== null && holder !== document.body && !(event.target as Node).contains(holder)
  if (isTaken) event.preventDefault()
}
