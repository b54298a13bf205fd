import { type ClusterAnswer, type ClusterQuestion, unpack } from './cluster-messages'
import { Clusters } from './clusters'

/** The thread behind `ClusterThread`. */
let clusters = new Clusters([])

const answerOf = (question: Exclude<ClusterQuestion, { kind: 'load' }>): ClusterAnswer['answer'] => {
  if (question.kind === 'view') return clusters.inView(question.box, question.zoom)
  try {
    const zoom = clusters.expansionZoom(question.clusterId)
    return { zoom, tickets: zoom === null ? clusters.ticketsOf(question.clusterId) : [] }
  } catch {
    // A cluster of the tickets before: those that have come since are drawn in a moment.
    return { zoom: null, tickets: [] }
  }
}

globalThis.addEventListener('message', ({ data }: MessageEvent<ClusterQuestion>) => {
  if (data.kind === 'load') clusters = new Clusters(unpack(data.packed))
  else globalThis.postMessage({ asked: data.asked, answer: answerOf(data) } satisfies ClusterAnswer)
})
