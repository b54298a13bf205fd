/** The only door between the sandboxed page and its host: the desk's line, and a few of the window's powers. */
import { contextBridge, ipcRenderer } from 'electron'
import type { KeptReport } from '@shared/contract/kept-report'
import type { NoticeHours } from '@shared/desks/notice-hours'
import type { DesktopOrder, DesktopRequest } from '@main/desktop/desktop-requests'
import { createPortBridge } from './port-bridge'

const bridge = createPortBridge()
ipcRenderer.on('desk:port', (event) => {
  const [port] = event.ports
  if (port) bridge.takePort(port)
})
ipcRenderer.on('desk:engine', (_event, state: unknown, failure: unknown) =>
  bridge.engineState(state === 'connected', typeof failure === 'string' ? failure : null),
)
ipcRenderer.on('desk:died', () => bridge.engineDied())

const orders = new Set<(order: DesktopOrder) => void>()
/** What was asked before the page listened: the link that started the program. */
let early: DesktopOrder[] = []
ipcRenderer.on('desk:order', (_event, order: DesktopOrder) => {
  if (orders.size === 0) early.push(order)
  for (const listener of orders) listener(order)
})

const ask = (request: DesktopRequest): Promise<unknown> => ipcRenderer.invoke('desktop', request)

contextBridge.exposeInMainWorld('desk', {
  invoke: bridge.invoke,
  subscribe: bridge.subscribe,
  onConnection: bridge.onConnection,
  onTrouble: bridge.onTrouble,
  retry: () => void ask({ op: 'retryEngine' }),
})
contextBridge.exposeInMainWorld('desktop', {
  kind: 'electron',
  chooseFolder: (title: string) => ask({ op: 'chooseFolder', title }),
  chooseFile: (title: string, extensions: string[]) => ask({ op: 'chooseFile', title, extensions }),
  chooseNewFile: (title: string, name: string) => ask({ op: 'chooseNewFile', title, name }),
  print: () => ask({ op: 'print' }),
  savePdf: (name: string) => ask({ op: 'savePdf', name }),
  openPdf: (name: string, bytes: Uint8Array<ArrayBuffer>) => ask({ op: 'openPdf', name, bytes }),
  offers: (ids: string[]) => ask({ op: 'offers', ids }),
  language: (language: 'it' | 'en') => ask({ op: 'language', language }),
  noticeHours: () => ask({ op: 'noticeHours' }),
  keepNoticeHours: (hours: NoticeHours) => ask({ op: 'keepNoticeHours', hours }),
  keepReport: (report: KeptReport) => ask({ op: 'keepReport', report }),
  keptReports: () => ask({ op: 'keptReports' }),
  dropReport: (key: string) => ask({ op: 'dropReport', key }),
  onOrder: (listener: (order: DesktopOrder) => void) => {
    orders.add(listener)
    for (const order of early) listener(order)
    early = []
    return () => orders.delete(listener)
  },
})
ipcRenderer.send('desk:connect')
