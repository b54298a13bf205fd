import { randomBytes } from 'node:crypto'

/** Unguessable bytes; a test or the demonstration puts a seeded twin in place. */
export type RandomBytes = (count: number) => Uint8Array

export const secureRandom: RandomBytes = (count) => randomBytes(count)

export const randomToken = (random: RandomBytes, bytes = 24): string => Buffer.from(random(bytes)).toString('base64url')
