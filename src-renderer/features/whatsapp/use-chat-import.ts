import { computed, reactive, ref, shallowRef } from 'vue'
import type { ChatPiece, ShownChatMessage } from '@shared/contract/whatsapp'
import type { AppError } from '@shared/kernel/app-error'
import { appError } from '@shared/kernel/app-error'
import type { CategoryId, TicketId } from '@shared/kernel/ids'
import type { Day } from '@shared/kernel/instant'
import { useSession } from '@/app/session'
import { useClient } from '@/client/client'
import { sendFile } from '@/client/send-file'
import { useOnceKey } from '@/client/use-once-key'
import { useQuery } from '@/client/use-query'

/** What a person decided about a piece; `into` undefined: by the rule, null: a ticket of its own. */
export interface PieceDecision {
  readonly skip: boolean
  readonly categoryId: CategoryId | null
  readonly into: { readonly id: TicketId; readonly number: string } | null | undefined
}

const UNDECIDED: PieceDecision = { skip: false, categoryId: null, into: undefined }
const MOST_BYTES = 1024 * 1024 * 1024
const USUAL_PAUSE = 12

type Imported = Extract<
  Awaited<ReturnType<ReturnType<typeof useClient>['whatsapp']['importChat']>>,
  { ok: true }
>['value']

/** One chat on its way in: its file, how it is cut, and what becomes of each piece. Nothing is written before `take`. */
export const useChatImport = () => {
  const client = useClient()
  const session = useSession()
  const once = useOnceKey()

  const step = ref<'idle' | 'sending' | 'cutting' | 'taking' | 'done'>('idle')
  const fileName = ref('')
  const sha256 = ref('')
  const sent = ref(0)
  const problem = shallowRef<AppError | null>(null)
  const imported = shallowRef<Imported | null>(null)
  let sending: AbortController | null = null

  const own = shallowRef<readonly string[] | null>(null)
  const pauseHours = ref(USUAL_PAUSE)
  const from = ref<Day | null>(null)
  const cuts = reactive(new Map<number, boolean>())
  const leftOut = reactive(new Set<number>())
  const numbers = reactive(new Map<string, string>())
  const decisions = reactive(new Map<number, PieceDecision>())

  const chat = computed(() => ({
    sha256: sha256.value,
    own: own.value === null ? null : [...own.value],
    pauseHours: pauseHours.value,
    from: from.value,
    cuts: [...cuts].map(([at, begins]) => ({ at, begins })),
    leftOut: [...leftOut],
    numbers: [...numbers].map(([author, phone]) => ({ author, phone })),
  }))
  const preview = useQuery(() => client.whatsapp.preview(chat.value), {
    watch: chat,
    entities: ['contacts', 'tickets'],
    restMs: 2000,
    enabled: () => step.value === 'cutting' && sha256.value !== '',
  })
  const pieces = computed<readonly ChatPiece[]>(() => preview.data.value?.pieces ?? [])
  const messages = computed<readonly ShownChatMessage[]>(() => preview.data.value?.messages ?? [])
  const decisionOf = (at: number): PieceDecision => decisions.get(at) ?? UNDECIDED
  const decide = (at: number, change: Partial<PieceDecision>): void => {
    decisions.set(at, { ...decisionOf(at), ...change })
  }
  const toTake = computed(() => pieces.value.filter(({ at, fresh }) => fresh > 0 && !decisionOf(at).skip))
  /** Pieces too old to be shown: they come in as the rule cuts them. */
  const unseen = computed(
    () => (preview.data.value?.toTake ?? 0) - pieces.value.filter(({ fresh }) => fresh > 0).length,
  )

  const isCorrected = computed(() => cuts.size + leftOut.size + decisions.size + numbers.size > 0)

  const forget = (): void => {
    cuts.clear()
    leftOut.clear()
    numbers.clear()
    decisions.clear()
    own.value = null
    from.value = null
    pauseHours.value = USUAL_PAUSE
    imported.value = null
    problem.value = null
  }
  const leave = (): void => {
    sending?.abort()
    forget()
    sha256.value = ''
    step.value = 'idle'
  }
  const choose = async (file: File): Promise<void> => {
    leave()
    fileName.value = file.name
    if (file.size > MOST_BYTES) {
      problem.value = appError('archive_too_large')
      return
    }
    sent.value = 0
    step.value = 'sending'
    sending = new AbortController()
    const mine = sending
    const answer = await sendFile(file, `${session.streamUrl('')}&for=chat`, (part) => (sent.value = part), mine.signal)
    if (mine.signal.aborted) return
    if ('refused' in answer) {
      step.value = 'idle'
      problem.value = appError(answer.refused)
      return
    }
    step.value = 'cutting'
    sha256.value = answer.sha256
  }

  /** Begins a piece at this message, or lets it go on with its author's last. */
  const cutAt = (index: number, begins: boolean): void => {
    cuts.set(index, begins)
  }
  const toggleLeftOut = (index: number): void => {
    if (!leftOut.delete(index)) leftOut.add(index)
  }
  const setOwn = (names: readonly string[]): void => {
    own.value = names
  }
  const acceptProposals = (): void => {
    for (const { at, proposal } of pieces.value)
      if (proposal !== null && decisionOf(at).categoryId === null) decide(at, { categoryId: proposal.categoryId })
  }

  const take = async (): Promise<void> => {
    if (step.value !== 'cutting' || toTake.value.length + Math.max(0, unseen.value) === 0) return
    const input = {
      ...chat.value,
      name: fileName.value.slice(-200),
      pieces: pieces.value
        .filter(({ at }) => decisions.has(at))
        .map(({ at }) => {
          const { skip, categoryId, into } = decisionOf(at)
          return { at, skip, categoryId, ...(into === undefined ? {} : { into: into?.id ?? null }) }
        }),
    }
    step.value = 'taking'
    const answer = await client.whatsapp.importChat({ ...input, key: once.keyFor(input) })
    if (!answer.ok) {
      // All or nothing: everything is as it was, and what was decided is still on screen.
      step.value = 'cutting'
      problem.value = answer.error
      return
    }
    once.done()
    imported.value = answer.value
    problem.value = null
    step.value = 'done'
  }

  return {
    ...{ step, fileName, sha256, sent, problem, imported },
    ...{ own, setOwn, pauseHours, from, numbers, cutAt, toggleLeftOut },
    ...{ preview, pieces, messages, toTake, unseen, isCorrected, decisionOf, decide, acceptProposals },
    ...{ choose, leave, take },
  }
}
export type ChatImport = ReturnType<typeof useChatImport>
