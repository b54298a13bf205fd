import { useToast } from '@nuxt/ui/composables'
import { useIntervalFn } from '@vueuse/core'
import { computed, shallowRef, watch } from 'vue'
import { useI18n } from 'vue-i18n'
import type { z } from 'zod'
import type { KeptReport } from '@shared/contract/kept-report'
import { createTicketInput } from '@shared/contract/tickets'
import type { AppError, ErrorCode } from '@shared/kernel/app-error'
import { type TicketId, ticketId } from '@shared/kernel/ids'
import { asInstant } from '@shared/kernel/instant'
import type { Result } from '@shared/kernel/result'
import { useDeskStatus } from '@/app/desk-status'
import { useSession } from '@/app/session'
import { useFormats } from '@/app/formats'
import { useDesk } from '@/client/client'
import { hostDesktop } from '@/client/desktop'
import { STORE_AWAY } from '@/client/recall'

const keptInput = createTicketInput.extend({ masterId: ticketId.nullable().default(null) })
/** A folder that comes back says nothing: somebody must ask. */
const AGAIN_MS = 10_000
/** Why the store does not take a report now and will later: it waits on, and no person need look at it. */
const PASSING: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  ...STORE_AWAY,
  'store_busy',
  'cancelled',
  'locked',
  'unauthenticated',
  'no_store_open',
  'store_read_only',
  'share_on_trial',
  'share_silent',
  'share_stale',
  'disk_full',
])

interface Filed {
  readonly id: TicketId
  readonly number: string
  readonly trackingCode: string
  readonly master?: { readonly number: string }
  readonly reporters?: number
}

/** What waits in this desk's own outbox, whoever typed it. */
const reports = shallowRef<readonly KeptReport[]>([])
/** Why a report could not be filed, by its key: it needs a person. */
const refusals = shallowRef<ReadonlyMap<string, AppError>>(new Map())

const refresh = async (): Promise<void> => {
  reports.value = await hostDesktop().keptReports()
}

/** Keeps reports that were typed while the store was away, and files them when it answers again. */
export const useKeptReports = () => {
  const { connection } = useDesk()
  const session = useSession()
  const { data: status } = useDeskStatus()
  const store = computed(() => status.value?.store?.path || status.value?.store?.name || '')
  /** Why nothing can be written now. */
  const hindrance = computed(() => status.value?.store?.readOnly ?? status.value?.store?.ailment ?? null)

  /** False when even the desk's own disk refuses: the form must stay as it is. */
  const keep = async (key: string, input: Record<string, unknown>): Promise<boolean> => {
    const { user } = session
    if (user === null) return false
    const report = { key, store: store.value, userId: user.id, userName: user.displayName, at: asInstant(Date.now()) }
    const isKept = await hostDesktop().keepReport({ ...report, input })
    await refresh()
    return isKept
  }
  const drop = async (key: string): Promise<void> => {
    await hostDesktop().dropReport(key)
    await refresh()
  }
  const isOfThisStore = (report: KeptReport): boolean => report.store === store.value
  const isMine = (report: KeptReport): boolean => report.userId === session.user?.id && isOfThisStore(report)
  return { reports, refusals, store, hindrance, connection, session, keep, drop, refresh, isOfThisStore, isMine }
}

/** Runs once, in the status line: files what waits as soon as the store answers and its writer is signed in. */
export const useKeptFiling = () => {
  const { t } = useI18n()
  const { moment } = useFormats()
  const toast = useToast()
  const { client } = useDesk()
  const kept = useKeptReports()
  let isFiling = false

  const joinedWords = ({ master, reporters = 1 }: Filed): string =>
    master === undefined ? '' : t('intake.nearby.joined', { number: master.number, count: reporters }, reporters)

  /** The same words are in the person's draft, from before the store went away: they would be offered again. */
  const forgetDraft = async (text: string): Promise<void> => {
    const draft = await client.messages.draft({ ticketId: null, face: 'new' })
    if (!draft.ok || draft.value.text !== text) return
    const { waiting } = draft.value.data
    await client.messages.saveDraft({ ticketId: null, face: 'new', text: '', data: waiting ? { waiting } : {} })
  }

  /** One more of a ticket that was there already, as its writer meant it; that one may be closed by now. */
  const send = async ({ masterId, ...input }: z.output<typeof keptInput>, key: string): Promise<Result<Filed>> => {
    if (masterId === null) return client.tickets.create({ ...input, key })
    const joined = await client.relations.join({ ...input, masterId, key })
    if (joined.ok || joined.error.field !== 'masterId') return joined
    return client.tickets.create({ ...input, key })
  }

  /** Filed by somebody else: the ticket says who took it and when, as far as its filer may write notes. */
  const noteWriter = async (filed: Filed, { key, userName, at }: KeptReport): Promise<void> => {
    const text = t('intake.kept.noteOfWriter', { name: userName, time: moment(at) })
    await client.tickets.addNote({ id: filed.id, text, key: `${key.slice(0, 60)}-by` })
  }

  const fileOne = async (report: KeptReport): Promise<'filed' | 'refused' | 'away'> => {
    const isMine = kept.isMine(report)
    const keptBy = !isMine && kept.isOfThisStore(report) ? { keptBy: report.userId } : {}
    const input = keptInput.safeParse({ ...report.input, ...keptBy })
    const answer = input.success ? await send(input.data, report.key) : null
    if (answer?.ok) {
      await kept.drop(report.key)
      if (isMine) await forgetDraft(input.data?.description ?? '')
      else await noteWriter(answer.value, report)
      toast.add({
        title: t('intake.kept.filed', { number: answer.value.number }),
        description: [t('intake.savedCode', { code: answer.value.trackingCode }), joinedWords(answer.value)]
          .filter(Boolean)
          .join(' '),
        color: 'success',
        icon: 'i-lucide-circle-check',
        duration: 20_000,
      })
      return 'filed'
    }
    const error = answer?.error ?? { code: 'invalid_input' as const }
    if (PASSING.has(error.code)) return 'away'
    kept.refusals.value = new Map([...kept.refusals.value, [report.key, error]])
    return 'refused'
  }

  const file = async (): Promise<void> => {
    if (isFiling || kept.connection.value !== 'connected' || kept.session.state !== 'signed_in') return
    isFiling = true
    try {
      await kept.refresh()
      for (const report of kept.reports.value) {
        if (!kept.isMine(report) || kept.refusals.value.has(report.key)) continue
        if ((await fileOne(report)) === 'away') return
      }
    } finally {
      isFiling = false
    }
  }
  /** At a person's word: what was refused, or what a colleague left behind. */
  const fileNow = async (report: KeptReport): Promise<void> => {
    kept.refusals.value = new Map([...kept.refusals.value].filter(([refused]) => refused !== report.key))
    if (isFiling || kept.connection.value !== 'connected') return
    isFiling = true
    try {
      await fileOne(report)
    } finally {
      isFiling = false
    }
  }
  watch([kept.connection, kept.store, kept.hindrance, () => kept.session.state], () => void file(), { immediate: true })
  useIntervalFn(() => {
    if (kept.reports.value.some(kept.isMine)) void file()
  }, AGAIN_MS)
  return { ...kept, fileNow }
}

export type KeptFiling = ReturnType<typeof useKeptFiling>
