import type { AppError } from '@shared/kernel/app-error'
import type { Result } from '@shared/kernel/result'
import type { BlackBox, PhotoFacts } from '@shared/photos/photo-facts'

/** A picture's bytes, upright and with nothing in them but the picture. */
export interface DrawnPicture {
  readonly type: string
  readonly content: Uint8Array
}

/** What the photo thread is asked: `path` names a whole file on a disk that this process reads. */
export type PhotoJob =
  | { readonly what: 'facts'; readonly path: string }
  | { readonly what: 'scale'; readonly path: string; readonly edges: readonly number[] }
  | { readonly what: 'redraw'; readonly path: string; readonly boxes: readonly BlackBox[] }

export type PhotoAnswer = Result<PhotoFacts | DrawnPicture | readonly DrawnPicture[], AppError>
