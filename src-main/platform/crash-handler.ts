/** What reaches nobody: told once each, so that a process says why before it decides what becomes of it. */
export const onCrash = (tell: (what: string, error: unknown) => void): void => {
  process.on('uncaughtException', (error) => tell('uncaught exception', error))
  process.on('unhandledRejection', (reason) => tell('unhandled rejection', reason))
}
