/** The map in a window of its own, for a second screen; a second call brings the same one to the front. */
export const openMapWindow = (): void => {
  // The host lets places of the desk open a window, under such a name (src-main/desktop/desk-window.ts).
  window.open(`${window.location.origin}/#/map/finestra`, 'cantoniere-map', 'popup,width=1100,height=760')?.focus()
}
