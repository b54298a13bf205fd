import { Refusal, appError } from '@shared/kernel/app-error'
import { AttachmentFiles, attachmentFolder } from './attachment-files'
import { Leases } from './leases'
import { readMovedNote } from './moved/moved-note'
import type { Store } from './store'

export interface OpenedStore {
  readonly store: Store
  readonly files: AttachmentFiles
  readonly leases: Leases
}

const restricted = (store: Store): Store => {
  store.restrict('store_moved')
  return store
}

/** A store that was moved is read only, wherever it lies. */
export const openedStore = (store: Store, deskId: string): OpenedStore => ({
  store: readMovedNote(store.facts.path) === null ? store : restricted(store),
  files: new AttachmentFiles(attachmentFolder(store.facts.path)),
  leases: new Leases(store, deskId),
})

/** The store that this desk has open now; features hold this, never a store, since people may open another. */
export class CurrentStore {
  #opened: OpenedStore | null = null

  get opened(): OpenedStore | null {
    return this.#opened
  }

  /** Refuses with `no_store_open`. */
  get store(): Store {
    return this.#need().store
  }

  get files(): AttachmentFiles {
    return this.#need().files
  }

  get leases(): Leases {
    return this.#need().leases
  }

  set(opened: OpenedStore | null): void {
    this.#opened = opened
  }

  #need(): OpenedStore {
    if (this.#opened === null) throw new Refusal(appError('no_store_open'))
    return this.#opened
  }
}
