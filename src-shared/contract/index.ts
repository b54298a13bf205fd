import { accounts } from './accounts'
import { answers } from './answers'
import { audit } from './audit'
import { automations } from './automations'
import { bulk } from './bulk'
import { callbacks } from './callbacks'
import { calls } from './calls'
import { competence } from './competence'
import { contacts } from './contacts'
import { copies } from './copies'
import { crews } from './crews'
import type { ClientOf, ContractShape, EventPayload, HandlersOf } from './define'
import { deadlines } from './deadlines'
import { desk } from './desk'
import { events } from './events'
import { forwarding } from './forwarding'
import { link } from './link'
import { macros } from './macros'
import { mail } from './mail'
import { messages } from './messages'
import { notices } from './notices'
import { photos } from './photos'
import { places } from './places'
import { platforms } from './platforms'
import { presence } from './presence'
import { reckoning } from './reckoning'
import { relations } from './relations'
import { proposals } from './proposals'
import { reports } from './reports'
import { roads } from './roads'
import { rounds } from './rounds'
import { search } from './search'
import { serving } from './serving'
import { settings } from './settings'
import { site } from './site'
import { telephone } from './telephone'
import { storms } from './storms'
import { tickets } from './tickets'
import { views } from './views'
import { whatsapp } from './whatsapp'
import { whatsappLine } from './whatsapp-line'

/** The only door between a page and the engine. */
export const contract = {
  desk,
  accounts,
  tickets,
  bulk,
  messages,
  competence,
  forwarding,
  answers,
  macros,
  automations,
  notices,
  relations,
  storms,
  contacts,
  presence,
  search,
  views,
  crews,
  roads,
  rounds,
  photos,
  places,
  proposals,
  mail,
  reckoning,
  reports,
  whatsapp,
  calls,
  whatsappLine,
  callbacks,
  settings,
  deadlines,
  site,
  platforms,
  copies,
  serving,
  telephone,
  link,
  audit,
} satisfies ContractShape

export { events }

export type Contract = typeof contract
export type Events = typeof events
export type Client = ClientOf<Contract>
export type Handlers<Caller> = HandlersOf<Contract, Caller>
export type EventName = keyof Events
export type EventOf<N extends EventName> = EventPayload<Events, N>
