import type { Client } from '@shared/contract'
import type { PlatformId } from '@shared/kernel/ids'
import { HOUR_MS, type Instant, asInstant } from '@shared/kernel/instant'
import { MONDAY_MORNING, type TestDesk, openTestDesk, valueOf } from './engine'
import { GEOREPORT_KEY, type GeoReportServer, type ServedRequest, startGeoReport } from './georeport-server'

export const iso = (at: number): string => new Date(at).toISOString()

const around: readonly [number, number][] = [
  [10.56, 43.84],
  [10.58, 43.84],
  [10.58, 43.85],
  [10.56, 43.85],
  [10.56, 43.84],
]

/** An office that reads an online platform and tells it what is done, both in this process; time goes by by `later`. */
export const openPlatformDesk = async () => {
  const desk: TestDesk = await openTestDesk({ host: 'cli' })
  const server: GeoReportServer = await startGeoReport()
  const people = { giorgio: await desk.as('manager'), admin: await desk.as('administrator') }
  let now: Instant = MONDAY_MORNING
  let reported = 0
  const fields = { name: 'Comuni-Chiamo', url: `${server.url}/`, jurisdiction: 'capannori.it' }
  const id: PlatformId = valueOf(await people.admin.platforms.create({ ...fields, active: true, push: true })).id
  valueOf(await people.admin.platforms.setKey({ id, key: GEOREPORT_KEY }))
  const [district] = valueOf(await people.admin.settings.catalog({})).districts
  const geometry = { type: 'Polygon' as const, coordinates: [[...around]] }
  valueOf(await people.admin.places.addArea({ kind: 'district', name: '', districtId: district?.id ?? null, geometry }))
  const sync = async () => valueOf(await people.admin.platforms.checkNow({ id }))
  await sync()
  return {
    desk,
    server,
    id,
    sync,
    get giorgio(): Client {
      return people.giorgio
    },
    get admin(): Client {
      return people.admin
    },
    get now(): Instant {
      return now
    },
    later: async (milliseconds: number): Promise<void> => {
      now = asInstant(now + milliseconds)
      desk.at(now)
      people.giorgio = await desk.as('manager')
      people.admin = await desk.as('administrator')
    },
    /** A report on the platform, an hour old, within the office's one district. */
    report: (over: Partial<ServedRequest> = {}): ServedRequest => {
      reported += 1
      const at = iso(now - HOUR_MS + reported * 1000)
      const one: ServedRequest = {
        id: `0${reported}`,
        status: 'open',
        code: '001',
        description: `Buca numero ${reported} davanti alla scuola`,
        requestedAt: at,
        updatedAt: at,
        lat: '43.8434',
        long: '10.5721',
        address: 'Via Romana',
        ...over,
      }
      server.requests.push(one)
      return one
    },
    ticketOf: async (remote: ServedRequest) => {
      const filter = { view: 'all' as const, text: remote.description }
      const { rows } = valueOf(await people.giorgio.tickets.list({ filter, offset: 0, limit: 10 }))
      const [row] = rows.filter(({ channel }) => channel === 'platform')
      if (rows.length !== 1 || row === undefined) throw new Error(`${rows.length} tickets of ${remote.id}`)
      return valueOf(await people.giorgio.tickets.get({ id: row.id }))
    },
    card: async () => {
      const [one] = valueOf(await people.admin.platforms.list({})).platforms
      if (one === undefined) throw new Error('no platform')
      return one
    },
    close: async (): Promise<void> => {
      await desk.close()
      await server.close()
    },
  }
}
export type PlatformDesk = Awaited<ReturnType<typeof openPlatformDesk>>
