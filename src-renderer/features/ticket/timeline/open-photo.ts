import type { InjectionKey } from 'vue'

/** Shows a photo in the viewer of its ticket; given by whatever shows the ticket's timeline. */
export const OPEN_PHOTO: InjectionKey<(sha256: string) => void> = Symbol('open photo')
