import { computed } from 'vue'
import type { RouteLocationRaw } from 'vue-router'
import type { Permission } from '@shared/accounts/permissions'
import { useCatalog } from '@/app/catalog'
import { useSession } from '@/app/session'
import { useClient } from '@/client/client'
import { useQuery } from '@/client/use-query'

interface FirstStep {
  /** Its words: `firstSteps.<id>`. */
  readonly id: string
  /** A literal, so that the icon is bundled. */
  readonly icon: string
  readonly needs: Permission
  readonly to: RouteLocationRaw
  /** Undefined until the store has answered: what was done long ago never shows as still to do. */
  readonly done: boolean | undefined
}

const section = (id: string): RouteLocationRaw => ({ name: 'settings', params: { section: id } })

/** What a new office still has to tell its desk, read from what stands in the store: nobody ticks it off by hand. */
export const useFirstSteps = () => {
  const client = useClient()
  const session = useSession()
  const { catalog } = useCatalog()
  const may = (permission: Permission) => () => session.can(permission)
  const mail = useQuery(() => client.mail.mailboxes({}), { entities: ['mailboxes'], enabled: may('mail.manage') })
  const users = useQuery(() => client.accounts.list({}), { entities: ['users'], enabled: may('users.manage') })
  const streets = useQuery(() => client.places.registry({}), { entities: ['districts'], enabled: may('map.edit') })
  const copies = useQuery(() => client.copies.overview({}), { entities: ['settings'], enabled: may('store.manage') })

  const steps = computed(() => {
    const all: readonly FirstStep[] = [
      {
        id: 'office',
        icon: 'i-lucide-building-2',
        needs: 'settings.manage',
        to: section('office'),
        // The one line of the office that never ships filled in.
        done: catalog.value && catalog.value.office.email !== '',
      },
      {
        id: 'users',
        icon: 'i-lucide-users',
        needs: 'users.manage',
        to: section('users'),
        done: users.data.value && users.data.value.users.length > 1,
      },
      {
        id: 'mail',
        icon: 'i-lucide-mail',
        needs: 'mail.manage',
        to: section('mail'),
        done: mail.data.value && mail.data.value.mailboxes.some(({ active }) => active),
      },
      {
        id: 'crews',
        icon: 'i-lucide-hard-hat',
        needs: 'crews.manage',
        to: { name: 'crews' },
        done: catalog.value && catalog.value.crews.length > 0,
      },
      {
        id: 'streets',
        icon: 'i-lucide-signpost',
        needs: 'map.edit',
        to: section('streets'),
        done: streets.data.value && streets.data.value.registry !== null,
      },
      {
        id: 'copies',
        icon: 'i-lucide-archive',
        needs: 'store.manage',
        to: section('copies'),
        done: copies.data.value && copies.data.value.secondFolder !== '',
      },
    ]
    return all.filter(({ needs }) => session.can(needs))
  })
  const allDone = computed(() => steps.value.every(({ done }) => done === true))
  return { steps, allDone, office: computed(() => catalog.value?.office) }
}
