import { computed, reactive, ref, shallowReactive, shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import type { Client } from '@shared/contract'
import type { Returned, Visit } from '@shared/contract/crews'
import type { AppError } from '@shared/kernel/app-error'
import type { VisitId } from '@shared/kernel/ids'
import type { Result } from '@shared/kernel/result'
import { sameValue } from '@shared/kernel/same-value'
import { useClient } from '@/client/client'
import { plain } from '@/client/plain'
import { useCommand } from '@/client/use-command'
import { useErrorToast } from '@/client/use-error-toast'
import { useOnceKey } from '@/client/use-once-key'
import { useStreams } from '@/client/streams'
import { type ReturnFields, emptyReturn, fieldsOf, missingIn } from './return-fields'

type ReportInput = Parameters<Client['crews']['report']>[0]

/** The way back of a crew's paper: one stop after the other, by its code or from the list. */
export const useReturn = () => {
  const { t } = useI18n()
  const client = useClient()
  const { showDone, showError } = useErrorToast()
  const { putFile } = useStreams()
  const report = useCommand(client.crews.report, { handles: ['conflict'] })
  const found = useCommand(client.crews.foundElse)
  const once = useOnceKey()

  const code = ref('')
  const current = shallowRef<Returned | null>(null)
  const stops = shallowRef<readonly Visit[]>([])
  const refusal = shallowRef<AppError | null>(null)
  const loading = ref(false)
  /** Photos are on their way. */
  const adding = ref(0)
  /** What another desk wrote while this one was typing. */
  const clash = shallowRef<Returned | null>(null)
  const fields = reactive<ReturnFields>(emptyReturn())
  const missing = computed(() => (current.value === null ? null : missingIn(fields)))
  const tried = ref(false)

  /** What was typed at a stop and is not written yet, with the visit as it was seen then: nobody loses it by a click. */
  const kept = shallowReactive(new Map<VisitId, { readonly visit: Visit; readonly fields: ReturnFields }>())
  const isTyped = computed(() => current.value !== null && !sameValue({ ...fields }, fieldsOf(current.value.visit)))
  const keep = (): void => {
    if (current.value && isTyped.value)
      kept.set(current.value.visit.id, { visit: current.value.visit, fields: { ...fields } })
  }

  /** What is written already while the other report that goes with it was refused: nobody clashes with themselves. */
  let written = ''
  let asks = 0

  const show = async (asked: Promise<Result<Returned>>): Promise<boolean> => {
    asks += 1
    const mine = asks
    loading.value = true
    const answer = await asked
    // Another stop was asked for, or the dialog was left.
    if (mine !== asks) return false
    loading.value = false
    refusal.value = answer.ok ? null : answer.error
    if (!answer.ok) return false
    keep()
    const { visit } = answer.value
    const typed = kept.get(visit.id)
    kept.delete(visit.id)
    current.value = typed ? { ...answer.value, visit: typed.visit } : answer.value
    Object.assign(fields, emptyReturn(), typed?.fields ?? fieldsOf(visit))
    tried.value = false
    code.value = ''
    written = ''
    await readStops(visit)
    return true
  }

  /** The stops of a crew's day, as they stand now. */
  const readStops = async ({ day, crewId }: Pick<Visit, 'day' | 'crewId'>): Promise<void> => {
    const mine = asks
    const board = await client.crews.board({ from: day, days: 1 })
    if (board.ok && mine === asks) stops.value = board.value.visits.filter((visit) => visit.crewId === crewId)
  }
  const next = computed(() => stops.value.find(({ status }) => status === 'planned') ?? null)

  /** Without a code the first stop that is still missing comes. */
  const byCode = (): Promise<boolean> => {
    if (code.value.trim() !== '') return show(client.crews.byCode({ code: code.value }))
    return next.value === null ? Promise.resolve(false) : byId(next.value.id)
  }
  const byId = (visitId: VisitId): Promise<boolean> => show(client.crews.returned({ visitId }))

  const inputOf = (visit: Visit, replaces: Visit['reportedAt']): ReportInput => {
    const isDone = fields.result === 'done'
    const { nextCrewId, nextDay } = fields
    return {
      visitId: visit.id,
      status: isDone ? 'done' : 'not_done',
      reason: isDone ? null : fields.result === 'other_crew' ? 'other_crew' : fields.reason,
      note: fields.note,
      spentMinutes: fields.spentMinutes,
      materials: fields.materials,
      next:
        fields.result === 'other_crew' && nextCrewId !== null && nextDay !== null
          ? { crewId: nextCrewId, day: nextDay }
          : null,
      replaces,
    }
  }

  /** True when the stop is written and the next one can come. */
  const save = async (over: Returned | null = null): Promise<boolean> => {
    const visit = current.value?.visit
    tried.value = true
    if (!visit || missing.value !== null || report.pending.value || found.pending.value) return false
    const input = plain(inputOf(visit, (over?.visit ?? visit).reportedAt))
    const text = JSON.stringify({ ...input, replaces: null })
    if (text !== written) {
      const answer = await report.run(input)
      if (!answer.ok) {
        if (answer.error.code === 'conflict') clash.value = answer.error.current as Returned
        return false
      }
      written = text
    }
    clash.value = null
    if (fields.found && !(await openFound(visit))) return false
    showDone(t(fields.result === 'done' ? 'crews.visit.reported_done' : 'crews.visit.reported_not_done'))
    current.value = null
    Object.assign(fields, emptyReturn())
    written = ''
    await readStops(visit)
    return true
  }

  const openFound = async (visit: Visit): Promise<boolean> => {
    const { foundSubject, foundText, foundCategory } = fields
    const input = { visitId: visit.id, subject: foundSubject, description: foundText, categoryId: foundCategory }
    const answer = await found.run({ ...input, key: once.keyFor(input) })
    if (!answer.ok) return false
    once.done()
    showDone(t('crews.return.foundOpened', { number: answer.value.number }))
    return true
  }

  /** Shows what the other desk wrote and lets go of what was typed here. */
  const yieldTo = (theirs: Returned): void => {
    clash.value = null
    current.value = theirs
    Object.assign(fields, fieldsOf(theirs.visit))
    written = ''
    void readStops(theirs.visit)
  }

  const addPhotos = async (moment: 'before' | 'after', files: Iterable<File>): Promise<void> => {
    const visit = current.value?.visit
    if (!visit) return
    const taken: { sha256: string; name: string }[] = []
    adding.value += 1
    for (const file of files) {
      const put = await putFile(file)
      if (put.ok) taken.push({ sha256: put.value.sha256, name: put.value.name })
      else showError(put.error)
    }
    const answer = taken.length === 0 ? null : await client.crews.addPhotos({ visitId: visit.id, moment, files: taken })
    adding.value -= 1
    if (answer === null) return
    if (!answer.ok) return showError(answer.error)
    const again = await client.crews.returned({ visitId: visit.id })
    // Only the photos: what is being typed stays.
    if (again.ok && current.value?.visit.id === visit.id)
      current.value = { ...current.value, photos: again.value.photos }
  }

  const leave = (): void => {
    asks += 1
    loading.value = false
    written = ''
    current.value = null
    stops.value = []
    kept.clear()
    refusal.value = null
    clash.value = null
    code.value = ''
    Object.assign(fields, emptyReturn())
  }

  return {
    ...{ code, current, stops, next, refusal, loading, clash, fields, missing, tried },
    pending: computed(() => report.pending.value || found.pending.value),
    addingPhotos: computed(() => adding.value > 0),
    ...{ readStops, byCode, byId, save, yieldTo, addPhotos, leave },
    /** Stops where something was typed that is not written. */
    unwritten: computed((): ReadonlySet<VisitId> => {
      const here = current.value !== null && isTyped.value ? [current.value.visit.id] : []
      return new Set([...kept.keys(), ...here])
    }),
  }
}
