import { app } from 'electron'

/** The last window takes the program with it, and the program leaves when the engine has finished its writes. */
export const quitWithEngine = (stop: () => Promise<unknown>): void => {
  let stopped = false
  app.on('window-all-closed', () => app.quit())
  app.on('before-quit', (event) => {
    if (stopped) return
    event.preventDefault()
    void stop().then(() => {
      stopped = true
      app.quit()
    })
  })
}
