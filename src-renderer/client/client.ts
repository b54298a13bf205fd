import { inject, shallowRef, type InjectionKey, type ShallowRef } from 'vue'
import type { Client, Contract, EventName, EventOf } from '@shared/contract'
import { clientOf } from '@shared/contract/define'
import type { LinkStatus } from '@shared/contract/link'
import type { ConnectionState, DeskLine, Unsubscribe } from './bridge'
import { createChangeBus, type ChangeBus } from './change-bus'
import { plain } from './plain'
import { createRecall, type Recall, STORE_AWAY } from './recall'

/** What every page reaches its engine through: the typed calls, the news, and whether the line stands. */
export interface Desk {
  readonly client: Client
  readonly changes: ChangeBus
  /** Listens to one kind of event until the answer is called. */
  readonly onEvent: <N extends EventName>(name: N, listener: (payload: EventOf<N>) => void) => Unsubscribe
  /** Lost as well while this desk's engine answers but the desk that serves its store does not. */
  readonly connection: Readonly<ShallowRef<ConnectionState>>
  /** What was shown before, for as long as the store does not answer. */
  readonly recall: Omit<Recall, 'invoke' | 'failing' | 'away' | 'back' | 'changed'>
  /** The desk whose store this page works on; `none` on a store of this desk's own. */
  readonly link: Readonly<ShallowRef<LinkStatus>>
}

export const deskKey: InjectionKey<Desk> = Symbol('desk')

const NO_LINK: LinkStatus = { state: 'none', name: '', address: '', port: 0, fingerprint: '', movedTo: null }
const CARRIES: ReadonlySet<LinkStatus['state']> = new Set(['none', 'connected'])

/** Everything over one bridge. After a lost line every list is asked again, since changes were missed. */
export const createDesk = (bridge: DeskLine): Desk => {
  const connection = shallowRef<ConnectionState>('connecting')
  const changes = createChangeBus(bridge)
  let wasLost = false
  const link = shallowRef<LinkStatus>(NO_LINK)
  let line: ConnectionState = 'connecting'
  const settle = (): void => {
    const state = line === 'connected' && !CARRIES.has(link.value.state) ? 'lost' : line
    connection.value = state
    if (state === 'lost') {
      wasLost = true
      recall.away()
    }
    if (state !== 'connected' || !wasLost) return
    wasLost = false
    recall.back()
    changes.announceEverything()
  }
  const recall = createRecall((name, input) => bridge.invoke(name, plain(input)))
  const client = clientOf<Contract>(recall.invoke)
  const onEvent: Desk['onEvent'] = (name, listener) =>
    bridge.subscribe((event) => {
      if (event.name === name) listener(event.payload as Parameters<typeof listener>[0])
    })
  onEvent('link', (status) => {
    link.value = status
    settle()
  })
  onEvent('changes', (payload) => recall.changed(payload.changes))
  // The engine tells of a disk or a folder that fails, and of one that does its work again.
  onEvent('store', ({ store }) => {
    const why = [store?.readOnly, store?.ailment]
    if (STORE_AWAY.some((code) => why.includes(code))) return recall.failing()
    if (connection.value === 'connected' && recall.back()) changes.announceEverything()
  })
  bridge.onConnection((state) => {
    line = state
    settle()
    if (state !== 'connected') return
    void client.link.status({}).then((answer) => {
      if (!answer.ok) return
      link.value = answer.value
      settle()
    })
  })
  return { client, changes, onEvent, connection, link, recall }
}

export const useDesk = (): Desk => {
  const desk = inject(deskKey)
  if (!desk) throw new Error('The page was mounted without its desk')
  return desk
}

export const useClient = (): Client => useDesk().client
