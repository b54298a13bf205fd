import { computed, ref, watch, type Ref } from 'vue'
import type { ChatPiece, ShownChatMessage } from '@shared/contract/whatsapp'

/** Which piece is looked at, and which message of the conversation the keys act on. */
export const useChatCursor = (
  pieces: Readonly<Ref<readonly ChatPiece[]>>,
  messages: Readonly<Ref<readonly ShownChatMessage[]>>,
) => {
  const currentAt = ref<number | null>(null)
  const pointed = ref<number | null>(null)
  const current = computed(() => pieces.value.find(({ at }) => at === currentAt.value) ?? null)

  const choose = (at: number): void => {
    currentAt.value = at
    pointed.value = at
  }
  /** A cut changed the pieces: the one with the message under the cursor is looked at, else the first that is new. */
  watch(pieces, (now) => {
    if (now.some(({ at }) => at === currentAt.value)) return
    const under = messages.value.find(({ index }) => index === pointed.value)?.piece
    const next = now.find(({ at }) => at === under) ?? now.find(({ fresh }) => fresh > 0) ?? now[0]
    currentAt.value = next?.at ?? null
    if (pointed.value === null) pointed.value = currentAt.value
  })
  const movePiece = (by: 1 | -1): void => {
    const next = pieces.value[pieces.value.findIndex(({ at }) => at === currentAt.value) + by]
    if (next) choose(next.at)
  }
  const point = (index: number): void => {
    pointed.value = index
    const piece = messages.value.find((message) => message.index === index)?.piece
    if (piece !== null && piece !== undefined) currentAt.value = piece
  }
  const movePointer = (by: 1 | -1): void => {
    const next = messages.value[messages.value.findIndex(({ index }) => index === pointed.value) + by]
    if (next) point(next.index)
  }
  /** The piece that begins here is looked at as soon as there is one. */
  const follow = (index: number): void => {
    pointed.value = index
    currentAt.value = null
  }
  const pointedMessage = computed(() => messages.value.find(({ index }) => index === pointed.value) ?? null)

  return { currentAt, current, pointed, pointedMessage, choose, movePiece, point, movePointer, follow }
}
export type ChatCursor = ReturnType<typeof useChatCursor>
