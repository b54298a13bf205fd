import { reactive, ref } from 'vue'
import type { AuditKind } from '@shared/audit/canonical'
import type { AuditFilter, AuditRow } from '@shared/contract/audit'
import { addDays } from '@shared/deadlines/zone'
import type { AppError } from '@shared/kernel/app-error'
import { type Result, err, ok } from '@shared/kernel/result'
import { officeToday } from '@/app/formats'
import { useClient } from '@/client/client'
import { useQuery } from '@/client/use-query'
import { useWindowedRows } from '@/ui/grid/use-windowed-rows'

/** What a manager opens the register for happened lately; older days are one chip away. */
const DAYS_SHOWN = 7

const firstFilter = (): AuditFilter => {
  const today = officeToday()
  return {
    kinds: [] as AuditKind[],
    userIds: [],
    names: [],
    ticket: '',
    chains: [],
    from: addDays(today, 1 - DAYS_SHOWN),
    to: today,
  }
}

/** The register's rows in sight, what they can be narrowed by, and pieces of it to take away. */
export const useRegister = () => {
  const client = useClient()
  const filter = reactive(firstFilter())
  const isFirst = ref(true)
  const source = useWindowedRows<AuditRow>({
    fetch: (offset, limit) => client.audit.list({ offset, limit, filter: { ...filter } }),
    keyOf: (row) => row.id,
    watch: [() => ({ ...filter })],
    // Nearly everything that is written down changed one of these.
    entities: ['tickets', 'contacts', 'users', 'roles', 'settings', 'crews', 'visits', 'mailboxes', 'quarantine'],
  })
  const facets = useQuery(() => client.audit.facets({}))

  const clear = (): void => {
    Object.assign(filter, { ...firstFilter(), from: null, to: null })
    isFirst.value = false
  }

  /** Piece by piece; `take` gets each one. */
  const walk = async (
    format: 'table' | 'chain',
    take: (piece: { readonly rows: readonly AuditRow[]; readonly text: string }) => void,
  ): Promise<Result<void, AppError>> => {
    for (let after: number | null = 0; after !== null;) {
      const answer: Awaited<ReturnType<typeof client.audit.export>> = await client.audit.export({
        format,
        filter: { ...filter },
        after,
      })
      if (!answer.ok) return err(answer.error)
      take(answer.value)
      after = answer.value.next
    }
    return ok(undefined)
  }

  return { filter, source, facets: facets.data, clear, walk }
}
