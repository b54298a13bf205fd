import type { MapPoint } from '@shared/contract/places'
import type { Bbox } from '@shared/places/geo'
import { type ClusterAnswer, type ClusterQuestion, type Expansion, pack } from './cluster-messages'
import type { MapItem } from './clusters'

/** Gathers a map's tickets beside the page: however many there are, dragging never waits for it. */
export class ClusterThread {
  readonly #worker = new Worker(new URL('./cluster-worker.ts', import.meta.url), { type: 'module' })
  readonly #open = new Map<number, (answer: never) => void>()
  #asked = 0

  constructor() {
    this.#worker.addEventListener('message', ({ data }: MessageEvent<ClusterAnswer>) => {
      this.#open.get(data.asked)?.(data.answer as never)
      this.#open.delete(data.asked)
    })
  }

  load(points: readonly MapPoint[]): void {
    const packed = pack(points)
    this.#post({ kind: 'load', packed }, [packed.buffer])
  }

  inView(box: Bbox, zoom: number): Promise<readonly MapItem[]> {
    return this.#ask((asked) => ({ kind: 'view', asked, box, zoom }))
  }

  expand(clusterId: number): Promise<Expansion> {
    return this.#ask((asked) => ({ kind: 'expand', asked, clusterId }))
  }

  end(): void {
    this.#worker.terminate()
    this.#open.clear()
  }

  #ask<T>(question: (asked: number) => ClusterQuestion): Promise<T> {
    this.#asked += 1
    const asked = this.#asked
    return new Promise<T>((resolve) => {
      this.#open.set(asked, resolve as (answer: never) => void)
      this.#post(question(asked))
    })
  }

  #post(question: ClusterQuestion, transfer: Transferable[] = []): void {
    this.#worker.postMessage(question, transfer)
  }
}
