import type { Result } from '@shared/kernel/result'
import type { BlackBox, PhotoFacts } from '@shared/photos/photo-facts'
import type { FeatureParts } from '../feature-parts'

/** A picture's bytes, upright and with nothing in them but the picture. */
export interface DrawnPicture {
  readonly type: string
  readonly content: Uint8Array
}

/**
 * Photos by the path of a file that lies on a disk, read and drawn off this thread. Refused: `photo_unreadable`,
 * `photo_too_large`, `photo_over_limit`, `attachment_missing`.
 */
export interface PhotoPort {
  facts(path: string): Promise<Result<PhotoFacts>>
  /** JPEGs of at most so many pixels, the largest first. */
  scaled(path: string, edges: readonly number[]): Promise<Result<readonly DrawnPicture[]>>
  /** The whole picture anew, black where the boxes are. */
  redrawn(path: string, boxes: readonly BlackBox[]): Promise<Result<DrawnPicture>>
}

export interface PhotoParts extends FeatureParts {
  readonly photos: PhotoPort
  /** Takes this desk's small pictures of a photo off its disk. */
  readonly forgetPictures: (sha256: string) => Promise<void>
}
