import { inject, shallowRef, type InjectionKey, type ShallowRef } from 'vue'
import { contract, type Client, type EventName, type EventOf } from '@shared/contract'
import { clientOf } from '@shared/contract/define'
import type { ConnectionState, DeskBridge, Unsubscribe } from './bridge'
import { createChangeBus, type ChangeBus } from './change-bus'
import { plain } from './plain'

/** What every page reaches its engine through: the typed calls, the news, and whether the line stands. */
export interface Desk {
  readonly client: Client
  readonly changes: ChangeBus
  /** Listens to one kind of event until the answer is called. */
  readonly onEvent: <N extends EventName>(name: N, listener: (payload: EventOf<N>) => void) => Unsubscribe
  readonly connection: Readonly<ShallowRef<ConnectionState>>
}

export const deskKey: InjectionKey<Desk> = Symbol('desk')

/** Everything over one bridge. After a lost line every list is asked again, since changes were missed. */
export const createDesk = (bridge: DeskBridge): Desk => {
  const connection = shallowRef<ConnectionState>('connecting')
  const changes = createChangeBus(bridge)
  let wasLost = false
  bridge.onConnection((state) => {
    connection.value = state
    if (state === 'lost') wasLost = true
    if (state !== 'connected' || !wasLost) return
    wasLost = false
    changes.announceEverything()
  })
  const client = clientOf(contract, (name, input) => bridge.invoke(name, plain(input)))
  const onEvent: Desk['onEvent'] = (name, listener) =>
    bridge.subscribe((event) => {
      if (event.name === name) listener(event.payload as Parameters<typeof listener>[0])
    })
  return { client, changes, onEvent, connection }
}

export const useDesk = (): Desk => {
  const desk = inject(deskKey)
  if (!desk) throw new Error('The page was mounted without its desk')
  return desk
}

export const useClient = (): Client => useDesk().client
