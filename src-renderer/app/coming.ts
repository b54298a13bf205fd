import { computed, onScopeDispose, shallowReactive } from 'vue'

const waitedFor = shallowReactive(new Set<() => boolean>())

/** Says while what the ticket's keys would act on is still on its way; registered for as long as the component lives. */
export const useComing = (isOnItsWay: () => boolean): void => {
  waitedFor.add(isOnItsWay)
  onScopeDispose(() => waitedFor.delete(isOnItsWay))
}

/** A ticket was chosen and is not on screen yet: what is there still is another one, or none. */
export const isTicketComing = computed(() => [...waitedFor].some((isOnItsWay) => isOnItsWay()))
