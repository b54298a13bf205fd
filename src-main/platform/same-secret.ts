import { createHash, timingSafeEqual } from 'node:crypto'

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/**
 * Whether a stranger's word is the secret; how long it takes tells nothing. By digests, which are equally long whatever
 * was sent: `timingSafeEqual` throws for two lengths, and an accented letter is longer than it looks.
 */
export const isSameSecret = (offered: string, secret: string): boolean =>
  timingSafeEqual(digest(offered), digest(secret))
