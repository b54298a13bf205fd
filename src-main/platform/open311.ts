import type { AppError } from '@shared/kernel/app-error'

export interface Open311Server {
  /** Of the GeoReport resources, without a slash at its end. */
  readonly url: string
  readonly jurisdiction: string
  /** Empty: the server is only read. */
  readonly apiKey: string
}

export interface RemoteService {
  readonly code: string
  readonly name: string
  readonly group: string
}

/** Times are milliseconds. */
export interface RemoteRequest {
  readonly id: string
  readonly status: string
  readonly statusNotes: string
  readonly serviceCode: string
  readonly serviceName: string
  readonly description: string
  readonly requestedAt: number
  readonly updatedAt: number
  readonly address: string
  readonly lat: number | null
  readonly lon: number | null
  readonly mediaUrl: string
  /** Of servers that tell an office who reported; empty otherwise. */
  readonly name: string
  readonly email: string
  readonly phone: string
}

export interface RemoteUpdate {
  readonly id: string
  readonly requestId: string
  readonly status: string
  readonly description: string
  readonly updatedAt: number
}

export interface OutgoingUpdate {
  /** Ours, the same at every try: a server that knows it takes it for the same update. */
  readonly id: string
  readonly requestId: string
  readonly status: string
  readonly description: string
  readonly at: number
}

export interface Stretch {
  readonly from: number
  readonly to: number
  /** From 1. */
  readonly page: number
}

/** A platform's server. Every call fails with a `PlatformError` and with nothing else. */
export interface Open311Port {
  readonly services: (server: Open311Server) => Promise<readonly RemoteService[]>
  /** Whether it speaks FixMyStreet's update extension. */
  readonly hasUpdates: (server: Open311Server) => Promise<boolean>
  readonly requests: (server: Open311Server, stretch: Stretch) => Promise<readonly RemoteRequest[]>
  readonly updates: (server: Open311Server, stretch: Stretch) => Promise<readonly RemoteUpdate[]>
  readonly postUpdate: (server: Open311Server, update: OutgoingUpdate) => Promise<{ readonly id: string }>
  /** A picture of a report; null when it cannot be had, is none, or weighs too much. */
  readonly picture: (server: Open311Server, url: string) => Promise<{ type: string; body: Uint8Array } | null>
}

export class PlatformError extends Error {
  override readonly name = 'PlatformError'
  constructor(readonly error: AppError) {
    super(error.code)
  }
}
