import type { FeatureHandlers } from '@shared/contract/define'
import type { photos } from '@shared/contract/photos'
import { type Caller, signedIn } from '@main/platform/caller'
import type { PhotoParts } from './photo-port'
import { photosOfTicket } from './photo-queries'
import { readFacts } from './read-facts'
import { redactPhoto, unredactPhoto } from './redact-photo'

export const photoHandlers = (parts: PhotoParts): FeatureHandlers<typeof photos, Caller> => ({
  facts: (caller, { files }) => readFacts(parts, signedIn(caller), files),
  ofTicket: (_caller, { ticketId }) => parts.current.store.read((db) => photosOfTicket(db, ticketId)),
  redact: (caller, input) => redactPhoto(parts, signedIn(caller), input),
  unredact: (caller, input) => unredactPhoto(parts, signedIn(caller), input),
})
