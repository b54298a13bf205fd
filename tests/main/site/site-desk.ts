import type { Client } from '@shared/contract'
import type { SiteSettings } from '@shared/contract/settings'
import type { TicketId } from '@shared/kernel/ids'
import { type Instant, asInstant } from '@shared/kernel/instant'
import { MONDAY_MORNING, type TestDesk, openTestDesk, valueOf } from '../../support/engine'

export interface SiteDesk {
  readonly desk: TestDesk
  readonly giorgio: Client
  readonly admin: Client
  readonly later: (milliseconds: number) => Promise<void>
  readonly settings: (changes: Partial<SiteSettings>) => Promise<void>
  /** A report with everything in it that a public page must not tell. */
  readonly report: (over?: { subject?: string; lat?: number; lon?: number }) => Promise<{ id: TicketId; code: string }>
  readonly publish: () => Promise<{ written: number; removed: number }>
}

/** An office whose site is published by hand, so that a test knows when. */
export const openSiteDesk = async (): Promise<SiteDesk> => {
  const desk = await openTestDesk({ host: 'cli' })
  let giorgio = await desk.as('manager')
  let admin = await desk.as('administrator')
  let now: Instant = MONDAY_MORNING
  return {
    desk,
    get giorgio() {
      return giorgio
    },
    get admin() {
      return admin
    },
    later: async (milliseconds) => {
      now = asInstant(now + milliseconds)
      desk.at(now)
      giorgio = await desk.as('manager')
      admin = await desk.as('administrator')
    },
    settings: async (changes) => {
      const { site } = valueOf(await admin.settings.all({}))
      valueOf(await admin.settings.save({ key: 'site', base: site, value: { ...site, ...changes } }))
    },
    report: async ({ subject = 'Lampione spento', lat, lon } = {}) => {
      const created = valueOf(
        await giorgio.tickets.create({
          channel: 'counter',
          subject,
          description: 'Davanti a casa mia, cancello verde <b>Rossi</b>',
          reporter: {
            kind: 'new',
            contact: {
              name: 'Anna Verdi',
              address: '',
              notes: '',
              identifiers: [{ kind: 'phone', value: '0583 428111' }],
            },
          },
          place: {
            text: 'Via Romana 27',
            districtId: null,
            lat: lat ?? null,
            lon: lon ?? null,
            precision: lat === undefined ? 'street' : 'point',
          },
        }),
      )
      return { id: created.id, code: created.trackingCode }
    },
    publish: async () => valueOf(await admin.site.publishNow({})),
  }
}
