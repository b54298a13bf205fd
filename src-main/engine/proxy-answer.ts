export interface ProxyAnswer {
  /** An HTTP status. */
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
}
