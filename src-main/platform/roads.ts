import type { AppError } from '@shared/kernel/app-error'
import type { Point } from '@shared/places/geo'

export interface RoadServer {
  readonly url: string
  readonly profile: string
  readonly inOffice: boolean
}

/** Rows from, columns to, in the order of the points; null where the server knows no road. */
export interface RoadCells {
  readonly seconds: readonly (readonly (number | null)[])[]
  readonly metres: readonly (readonly (number | null)[])[]
}

/** A server that knows the ways between points. Every call fails with a `RoadsError` and with nothing else. */
export interface RoadsPort {
  readonly table: (server: RoadServer, points: readonly Point[]) => Promise<RoadCells>
}

export class RoadsError extends Error {
  override readonly name = 'RoadsError'
  constructor(readonly error: AppError) {
    super(error.code)
  }
}
