import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Client } from '@shared/contract'
import type { TicketId } from '@shared/kernel/ids'
import { type Instant, asInstant } from '@shared/kernel/instant'
import { ACCOUNT_ID, CLOUD_TOKEN, type CloudServer, PHONE_NUMBER_ID, TEMPLATES, startCloud } from './cloud-server'
import { MONDAY_MORNING, type TestDesk, openTestDesk, valueOf } from './engine'
import { type RelayUnderTest, startRelay } from './relay-process'

const FIXTURES = resolve(import.meta.dirname, '../fixtures/cloudapi')

export interface LineDesk {
  readonly desk: TestDesk
  readonly cloud: CloudServer
  readonly relay: () => RelayUnderTest
  readonly admin: () => Client
  /** Kills the relay and starts it again on the same folder, at a new address that the settings are told. */
  readonly restartRelay: () => Promise<void>
  readonly now: () => Instant
  readonly later: (milliseconds: number) => Promise<void>
  /** A webhook of the samples, with a new id and the time of now. */
  readonly says: (
    sample: 'text' | 'image' | 'location',
    change?: (message: Record<string, unknown>) => void,
    from?: string,
  ) => Promise<string>
  readonly tells: (wamid: string, status: string, more?: Record<string, unknown>) => Promise<void>
  readonly read: () => Promise<{ opened: number; added: number; aside: number }>
  readonly ticketsOf: (text: string) => Promise<TicketId[]>
  readonly messagesOf: (id: TicketId) => ReturnType<typeof messagesOf>
  readonly close: () => Promise<void>
}

const messagesOf = async (client: Client, id: TicketId) =>
  valueOf(await client.tickets.timeline({ id })).entries.flatMap(({ message }) => message ?? [])

interface Sample {
  entry: {
    changes: {
      value: {
        metadata: { phone_number_id: string }
        contacts?: { wa_id: string }[]
        messages?: Record<string, unknown>[]
        statuses?: Record<string, unknown>[]
      }
    }[]
  }[]
}

const sampleOf = (name: string): Sample =>
  JSON.parse(readFileSync(join(FIXTURES, `${name}.json`), 'utf8').replace('PHONE_NUMBER_ID', PHONE_NUMBER_ID)) as Sample

/** A desk with the office's number switched on: a real relay process, and a Cloud API after its reference. */
export const openLineDesk = async (): Promise<LineDesk> => {
  const folder = await mkdtemp(join(tmpdir(), 'line-'))
  const cloud = await startCloud()
  cloud.templates = TEMPLATES
  let relay = await startRelay(folder)
  const desk = await openTestDesk({ host: 'cli' })
  let admin = await desk.as('administrator')
  let now: Instant = MONDAY_MORNING
  let said = 0
  const connect = async (): Promise<void> => {
    const { whatsapp } = valueOf(await admin.settings.all({}))
    const value = {
      ...whatsapp,
      on: true,
      phoneNumberId: PHONE_NUMBER_ID,
      businessAccountId: ACCOUNT_ID,
      apiUrl: cloud.url,
      relayUrl: relay.url,
    }
    valueOf(await admin.settings.save({ key: 'whatsapp', base: whatsapp, value }))
  }
  await connect()
  valueOf(await admin.whatsappLine.setToken({ which: 'access', token: CLOUD_TOKEN }))
  valueOf(await admin.whatsappLine.setToken({ which: 'relay', token: relay.secrets.deskToken }))
  const send = async (body: unknown): Promise<void> => {
    const { status } = await relay.webhook(JSON.stringify(body))
    if (status !== 200) throw new Error(`the relay answered ${status}`)
  }
  const valuesOf = (sample: Sample) => {
    const value = sample.entry[0]?.changes[0]?.value
    if (value === undefined) throw new Error('no sample')
    return value
  }
  return {
    desk,
    cloud,
    relay: () => relay,
    admin: () => admin,
    restartRelay: async () => {
      await relay.kill()
      relay = await startRelay(folder)
      await connect()
    },
    now: () => now,
    later: async (milliseconds) => {
      now = asInstant(now + milliseconds)
      desk.at(now)
      admin = await desk.as('administrator')
    },
    says: async (name, change, from) => {
      said += 1
      const sample = sampleOf(name)
      const value = valuesOf(sample)
      const message = value.messages?.[0] ?? {}
      message['id'] = `wamid.IN${said}`
      message['timestamp'] = String(Math.floor(now / 1000))
      if (from !== undefined) {
        message['from'] = from
        value.contacts?.forEach((contact) => (contact.wa_id = from))
      }
      change?.(message)
      await send(sample)
      return String(message['id'])
    },
    tells: async (wamid, status, more = {}) => {
      const sample = sampleOf('status')
      const told = valuesOf(sample).statuses?.[0] ?? {}
      Object.assign(told, { id: wamid, status, timestamp: String(Math.floor(now / 1000)), ...more })
      await send(sample)
    },
    read: async () => valueOf(await admin.whatsappLine.checkNow({})),
    ticketsOf: async (text) =>
      valueOf(await admin.tickets.list({ filter: { view: 'all', text }, offset: 0, limit: 50 })).rows.map(
        ({ id }) => id,
      ),
    messagesOf: (id) => messagesOf(admin, id),
    close: async () => {
      await desk.close()
      await relay.kill()
      await cloud.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
