import { useToast } from '@nuxt/ui/composables'
import { until } from '@vueuse/core'
import { computed, nextTick, reactive, ref, shallowRef, watch } from 'vue'
import { useI18n } from 'vue-i18n'
import { useRouter } from 'vue-router'
import { appError } from '@shared/kernel/app-error'
import type { TicketId } from '@shared/kernel/ids'
import { err, type Result } from '@shared/kernel/result'
import { emergencyFinder } from '@shared/tickets/emergency'
import { useCatalog } from '@/app/catalog'
import { officeZone } from '@/app/formats'
import { useSession } from '@/app/session'
import { STORE_AWAY } from '@/client/recall'
import { useClient } from '@/client/client'
import { useCommand } from '@/client/use-command'
import { useErrorToast } from '@/client/use-error-toast'
import { useOnceKey } from '@/client/use-once-key'
import {
  channelOfRoles,
  copyOf,
  createInputOf,
  emptyForm,
  FAULT_FIELDS,
  type Faults,
  faultsOf,
  fieldOfRefusal,
  type IntakeForm,
  settled,
} from './form'
import { useKeptReports } from './kept/use-kept-reports'
import { useIntakeDraft } from './use-intake-draft'
import { useUploads } from './use-uploads'

/** What was filed; `master` where it joined a ticket that was there already. */
interface Saved {
  readonly id: TicketId
  readonly number: string
  readonly trackingCode: string
  readonly master?: { readonly id: TicketId; readonly number: string }
  readonly reporters?: number
}

/** Where the page goes once the ticket is saved. */
export type AfterSave = 'open' | 'print' | 'new'

/** The round was moved, made or put aside while the report was being typed. */
const ROUND_REFUSALS: readonly string[] = ['round_day_gone', 'round_done', 'day_past']

/** Moves the keyboard to a field of the form by its name. */
export const focusField = async (field: string): Promise<void> => {
  await nextTick()
  document.querySelector<HTMLElement>(`#intake-${field}`)?.focus()
}

/** One report being typed: its form, its draft, its files, and the saving that never loses it. */
export const useIntake = () => {
  const { t } = useI18n()
  const client = useClient()
  const session = useSession()
  const router = useRouter()
  const toast = useToast()
  const { catalog } = useCatalog()
  const form = reactive<IntakeForm>(emptyForm(channelOfRoles(session.user?.roles ?? [])))
  const draft = useIntakeDraft(form)
  const uploads = useUploads(form)
  const faults = shallowRef<Faults>({})
  // A store that is away is no refusal: the report is kept (see keepAside).
  const create = useCommand(client.tickets.create, { handles: [...STORE_AWAY] })
  const join = useCommand(client.relations.join, { handles: [...STORE_AWAY] })
  const once = useOnceKey()
  const kept = useKeptReports()
  const { showError } = useErrorToast()
  const saving = ref(false)

  const find = computed(() => emergencyFinder(catalog.value?.office.emergencyWords ?? []))
  const emergencies = computed(() => [...new Set(find.value(form.description).map(({ said }) => said))])

  const showFaults = async (found: Faults): Promise<void> => {
    faults.value = found
    const first = FAULT_FIELDS.find((field) => found[field] !== undefined)
    if (first !== undefined) await focusField(first)
  }

  const reset = async (): Promise<void> => {
    Object.assign(form, emptyForm(form.channel))
    faults.value = {}
    await draft.save()
  }

  /** One notice, the newest: what is on screen already needs no long word about it, and no button that leads there. */
  const announce = (saved: Saved, then: AfterSave): void => {
    const params = { ticketId: String(saved.id) }
    toast.add({
      id: 'intake-saved',
      title: t('intake.saved', { number: saved.number }),
      description: [
        t('intake.savedCode', { code: saved.trackingCode }),
        saved.master === undefined
          ? ''
          : t(
              'intake.nearby.joined',
              { number: saved.master.number, count: saved.reporters ?? 1 },
              saved.reporters ?? 1,
            ),
      ]
        .filter(Boolean)
        .join(' '),
      color: 'success',
      icon: 'i-lucide-circle-check',
      duration: then === 'new' ? 20_000 : 6000,
      actions: [
        {
          label: t('intake.open'),
          is: 'open' as const,
          onClick: () => void router.push({ name: 'ticket', params }),
        },
        {
          label: t('intake.receipt.print'),
          is: 'print' as const,
          onClick: () => void router.push({ name: 'receipt', params, query: { print: '1' } }),
        },
      ]
        .filter(({ is }) => is !== then)
        .map(({ label, onClick }) => ({ label, onClick, variant: 'outline' as const, color: 'neutral' as const })),
    })
  }

  const leaveTo = async (id: TicketId, then: AfterSave): Promise<void> => {
    const params = { ticketId: String(id) }
    if (then === 'new') await focusField('reporter')
    else if (then === 'open') await router.push({ name: 'ticket', params })
    else await router.push({ name: 'receipt', params, query: { print: '1' } })
  }

  /** An engine that hangs on a share never answers: the host's word that it is silent has to do. */
  const storeGoesAway = (): Promise<Result<never>> =>
    new Promise((resolve) => {
      const away = err(appError('engine_unreachable'))
      const stop = watch(
        kept.connection,
        (state) => {
          if (state === 'lost') resolve(away)
        },
        { immediate: true },
      )
      // Whoever answers first, nobody listens any longer than the report is under way.
      void until(saving).toBe(false).then(stop)
    })

  /**
   * The desk itself keeps the report, under the key that the engine may have heard already: it gets its number when
   * the store answers, once. False when the desk's own disk refuses too.
   */
  const keepAside = async (key: string, input: ReturnType<typeof createInputOf>): Promise<boolean> => {
    const masterId = form.joinTo?.id
    // By the time that the store answers round and event may have gone by: the ticket offers them again.
    const { round: _round, storm: _storm, ...report } = input
    if (!(await kept.keep(key, { ...report, ...(masterId === undefined ? {} : { masterId }) }))) return false
    once.done()
    void reset()
    toast.add({
      title: t('intake.kept.saved'),
      description: t('intake.kept.savedText'),
      color: 'warning',
      icon: 'i-lucide-hourglass',
      duration: 20_000,
    })
    await focusField('reporter')
    return true
  }

  const save = async (then: AfterSave): Promise<void> => {
    if (saving.value) return
    Object.assign(form, settled(form))
    const found = faultsOf(form)
    if (Object.keys(found).length > 0) return showFaults(found)
    faults.value = {}
    saving.value = true
    await uploads.settled()
    const input = createInputOf(form, officeZone.value)
    const key = once.keyFor(input)
    const master = form.joinTo
    const answer: Result<Saved> = await Promise.race([
      master === null ? create.run({ ...input, key }) : join.run({ ...input, masterId: master.id, key }),
      storeGoesAway(),
    ])
    if (!answer.ok && STORE_AWAY.includes(answer.error.code) && (await keepAside(key, input))) {
      saving.value = false
      return
    }
    if (!answer.ok) {
      // Everything stays as typed, on screen and in the draft.
      saving.value = false
      void draft.save()
      if (STORE_AWAY.includes(answer.error.code)) showError(answer.error)
      // The other one was closed or merged meanwhile: this report stands by itself again.
      if (answer.error.field === 'masterId') form.joinTo = null
      // So did the round that it would have joined.
      if (ROUND_REFUSALS.includes(answer.error.code)) form.round = null
      // Nor is the event going on any more.
      if (answer.error.code === 'storm_closed') form.storm = null
      const field = fieldOfRefusal(answer.error.field)
      if (field !== null) await showFaults({ [field]: 'refused' })
      return
    }
    once.done()
    await reset()
    saving.value = false
    announce(answer.value, then)
    // What was joined lives on in the other ticket; the citizen's paper is their own.
    await leaveTo(then === 'open' ? (answer.value.master?.id ?? answer.value.id) : answer.value.id, then)
  }

  const discard = async (): Promise<void> => {
    const before = copyOf(form)
    await reset()
    await focusField('reporter')
    toast.add({
      title: t('intake.cleared'),
      icon: 'i-lucide-eraser',
      actions: [
        {
          label: t('shell.undo'),
          variant: 'outline',
          color: 'neutral',
          onClick: () => void Object.assign(form, before),
        },
      ],
    })
  }

  return { form, draft, uploads, faults, saving, emergencies, save, discard }
}

export type Intake = ReturnType<typeof useIntake>
