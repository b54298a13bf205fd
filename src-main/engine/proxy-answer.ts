export interface ProxyAnswer {
  /** An HTTP status. */
  readonly status: number
  readonly headers: Record<string, string>
  readonly body: Uint8Array
}
