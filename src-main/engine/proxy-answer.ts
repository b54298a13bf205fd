export interface ProxyAnswer {
  /** An HTTP status. */
  readonly status: number
  readonly headers: Record<string, string>
  readonly body: Uint8Array
}

/** The page keeps it and asks before each use: what it may see today it may not see tomorrow. Goes with an `etag`. */
export const KEPT_BUT_ASKED = 'private, no-cache'
