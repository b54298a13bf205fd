/** What the engine starts with a store and stops before it leaves it. */
export interface Part {
  readonly name: string
  start(): Promise<void>
  stop(): Promise<void>
}
