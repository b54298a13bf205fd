import { hostname } from 'node:os'
import { join } from 'node:path'
import type { Handlers } from '@shared/contract'
import { appError } from '@shared/kernel/app-error'
import type { Caller } from '@main/platform/caller'
import { type Clock, systemClock } from '@main/platform/clock'
import { DeskConfig } from '@main/platform/desk-config'
import { type Logger, fileLogger } from '@main/platform/logger'
import { inBackground } from '@main/platform/in-background'
import { oneAtATime } from '@main/platform/one-at-a-time'
import { type RandomBytes, secureRandom } from '@main/platform/random'
import type { Secrets } from '@main/platform/secrets'
import type { DeskSignature } from '@main/store/audit/audit-trail'
import { localSignature, osUser } from '@main/store/audit/local-signature'
import { CurrentStore } from '@main/store/current-store'
import { takeDeskSeat } from '@main/store/dialects/sqlite/desk-seat'
import type { OpenOptions } from '@main/store/open'
import type { ForkProver } from '@main/store/share/prover-line'
import type { Store } from '@main/store/store'
import type { EngineConfig } from '@main/platform/engine-config'
import { type DoorServer, serve } from '@main/transport/serve'
import type { AccountParts } from '@main/features/accounts/account-parts'
import { accountHandlers } from '@main/features/accounts/handlers'
import { SessionLocks } from '@main/features/accounts/session-locks'
import { Sessions } from '@main/features/accounts/sessions'
import { Throttle } from '@main/features/accounts/throttle'
import type { CopiesParts } from '@main/features/copies/copies-parts'
import { copiesHandlers } from '@main/features/copies/handlers'
import { openAtStart } from '@main/features/desk/choose-store'
import type { DeskParts } from '@main/features/desk/desk-parts'
import { deskStatus } from '@main/features/desk/desk-status'
import { deskHandlers } from '@main/features/desk/handlers'
import { tryAgain } from '@main/features/desk/try-again'
import { AccessTokens } from '@main/features/mail/access-tokens'
import { mailHandlers } from '@main/features/mail/handlers'
import type { MailParts } from '@main/features/mail/mail-ports'
import { presenceHandlers } from '@main/features/presence/handlers'
import { lookAway } from '@main/features/presence/look-away'
import type { PresenceParts } from '@main/features/presence/presence-parts'
import { photoHandlers } from '@main/features/photos/handlers'
import type { PhotoPort } from '@main/features/photos/photo-port'
import type { DayRoads } from '@main/features/day-sheet/sheet-way'
import { dayRoads } from '@main/features/roads/day-roads'
import { roadHandlers } from '@main/features/roads/handlers'
import { KeptTables } from '@main/features/roads/kept-tables'
import type { RoadsParts } from '@main/features/roads/roads-parts'
import { reckoningHandlers } from '@main/features/reckoning/handlers'
import { linkHandlers, servingHandlers } from '@main/features/serving/handlers'
import type { ServingParts } from '@main/features/serving/serving-parts'
import { realMailServers, realOAuth, threadedParser } from '@main/jobs/mail-adapters'
import { emptyAsideJob } from '@main/jobs/empty-aside-job'
import { copyJob } from '@main/jobs/copy-job'
import { MailJobs } from '@main/jobs/mail-jobs'
import { officeJobs } from '@main/jobs/office-jobs'
import { reckonJob } from '@main/jobs/reckon-job'
import { UpkeepJob } from '@main/jobs/upkeep-job'
import { osrmClient } from '@main/osrm/osrm-client'
import { openPhotoThreads } from '@main/photos/photo-threads'
import { PictureCache } from '@main/photos/picture-cache'
import type { Channel } from '@main/transport/frames'
import { isNotPublic } from './ask-web'
import { fetchJson } from './fetch-json'
import { followChanges } from './follow-changes'
import { type LanRoom, lanRoom } from './lan-room'
import { Lifecycle } from './lifecycle'
import { presence as deskBeat } from './presence'
import { officeHandlers } from './office-handlers'
import { publicRooms } from './public-rooms'
import { register } from './register'
import { telephoneRoom } from './telephone-room'
import { sessionClock } from './session-clock'
import { type HostEars, tellHosts } from './tell-hosts'
import { auditWitness } from './witness'

export interface ComposeOptions extends HostEars {
  readonly config: EngineConfig
  readonly secrets: Secrets
  readonly clock?: Clock
  readonly random?: RandomBytes
  readonly logger?: Logger
  readonly makeDemo: (path: string) => Promise<void>
  /** How often a due copy is looked for, in milliseconds; tests cannot wait a minute. */
  readonly copyTickMs?: number
  /** How often this desk says that it is there, in milliseconds. */
  readonly beatMs?: number
  /** How often a store that did not open is tried again, in milliseconds. */
  readonly tryAgainMs?: number
  /** Starts the process that tries a share's locks; by default a child of this Node. */
  readonly forkProver?: ForkProver
}

export interface Engine {
  readonly door: DoorServer
  readonly current: CurrentStore
  readonly sessions: Sessions
  readonly locks: SessionLocks
  readonly logger: Logger
  readonly clock: Clock
  readonly photos: PhotoPort
  readonly pictures: PictureCache
  readonly dayRoads: DayRoads
  /** Both sides of serving a store over the office's network. */
  readonly lan: LanRoom
  callerOf(line: string): Caller
  /** A page's line, whoever carries it: to this engine's door, or on to the desk that serves this one. */
  accept(line: string, channel: Channel): void
  start(): Promise<void>
  stop(): Promise<void>
}

/** Puts the engine together: no page, no window, no Electron; every host and the command line start it the same way. */
export const composeEngine = (options: ComposeOptions): Engine => {
  const { config } = options
  const clock = options.clock ?? systemClock
  const random = options.random ?? secureRandom
  const logger = options.logger ?? fileLogger(config.userFolder, config.console)
  const current = new CurrentStore()
  const seat = takeDeskSeat(config.userFolder)
  const desk = new DeskConfig(config.userFolder, seat.number)
  const sessions = new Sessions(random, clock, (line) => hosts.countsTo(line))
  const locks = new SessionLocks(sessions)
  const base = { current, clock, random, logger }
  const running = new Lifecycle(logger)
  const clocks = new Map<string, number>()
  const callerOf = (line: string): Caller => {
    const served = lan.servedOn(line)
    return { user: sessions.of(line)?.user ?? null, line, ...(served === undefined ? {} : { served }) }
  }
  const hosts = tellHosts({
    ...{ host: options, current, clock, logger, sessions },
    lan: () => lan,
    ringingAt: (served) => desk.ringing(served),
  })
  const lan: LanRoom = lanRoom({
    ...base,
    desk,
    version: config.version,
    secrets: options.secrets,
    accept: (line, channel) => door.accept(line, channel),
    revoking: (lines) => lines.forEach((line) => sessions.end(line)),
    onChange: () => {
      door.broadcast('serving', {})
      door.broadcast('health', {})
    },
    onTold: hosts.told,
  })
  const parser = threadedParser()
  const photos = openPhotoThreads()
  const pictures = new PictureCache(join(config.userFolder, 'foto'))
  const roads: RoadsParts = {
    ...base,
    roads: osrmClient({ get: fetchJson(config.version), isNotPublic }),
    kept: new KeptTables(),
  }
  const tokens = new AccessTokens({ ...base, secrets: options.secrets, oauth: realOAuth })
  const jobs = new MailJobs({
    ...base,
    secrets: options.secrets,
    tokens,
    parser,
    photos,
    healthChanged: () => door.broadcast('health', {}),
  })
  const mailParts: MailParts = {
    ...base,
    secrets: options.secrets,
    tokens,
    oauth: realOAuth,
    servers: realMailServers,
    parser,
    checkNow: () => jobs.checkNow(),
    secretChanged: () => jobs.lookAgain(),
  }

  const healthChanged = () => door.broadcast('health', {})
  const outside = publicRooms({ ...base, secrets: options.secrets, photos }, healthChanged)
  const telephone = telephoneRoom({ ...base, desk, secrets: options.secrets, changed: healthChanged })

  const signature: DeskSignature =
    config.host === 'cli'
      ? { ...localSignature('cli'), now: () => clock.now() }
      : { id: desk.deskId, host: hostname(), osUser: osUser(), now: () => clock.now() }

  const presenceParts: PresenceParts = { ...base, deskId: desk.deskId, looking: new Set() }

  const accountParts: AccountParts = {
    ...base,
    sessions,
    throttle: new Throttle(clock),
    locks,
    deskId: signature.id,
    sessionEnded: ({ lines, reason }) =>
      lines.forEach((line) => door.tell(line, 'signedOut', reason === undefined ? {} : { reason })),
    locked: (lines) => lines.forEach((line) => door.tell(line, 'locked', {})),
    unlocked: (lines) => lines.forEach((line) => door.tell(line, 'unlocked', {})),
    lookedAway: (line) => lookAway(presenceParts, line),
  }

  const changes = followChanges({
    current,
    clock,
    logger,
    accounts: accountParts,
    door: () => door,
    countsAreWanted: hosts.countsAreWanted,
    onCounts: hosts.counts,
    onNotice: hosts.notice,
    onCall: hosts.call,
  })

  const opening: OpenOptions = {
    desk: { id: desk.deskId, kind: config.host, version: config.version },
    ...(options.forkProver === undefined ? {} : { fork: options.forkProver }),
  }

  const servingPart = {
    name: 'serving',
    start: async () => {
      const kept = config.serve === null ? desk.serving : null
      if (kept !== null && kept.movedTo !== null) return await lan.serving.start(kept, kept.movedTo)
      const on = config.serve ?? kept
      if (on !== null && current.opened?.store.facts.readOnly === null) await lan.serving.start(on)
    },
    stop: () => lan.serving.stop(),
  }

  const startParts = async (): Promise<void> => {
    const { opened } = current
    if (opened === null) return
    opened.store.trail.sign(signature)
    opened.store.onAccess(() => inBackground(logger, 'access', accessMoved(opened.store)))
    opened.store.onAilment(() => inBackground(logger, 'ailment', ailmentMoved(opened.store)))
    await startRunning()
  }

  let isLeaving = false
  /** Writing stopped or became possible: jobs that write follow, pages are told. */
  const accessMoved = (store: Store): Promise<void> =>
    deskParts.changeOfStore(async () => {
      // A store that is just being left is followed by the one that takes its place.
      if (current.opened?.store !== store || isLeaving) return
      logger.warn('the store may be written no more or again', { readOnly: store.facts.readOnly })
      await running.stop()
      await startRunning()
      await door.broadcastEach('store', (caller) => deskStatus(deskParts, caller))
    })

  /** The disk began to fail, or does its work again: pages say so. */
  const ailmentMoved = async (store: Store): Promise<void> => {
    logger.warn('the disk under the store', { ailment: store.ailment })
    if (current.opened?.store === store) await door.broadcastEach('store', (caller) => deskStatus(deskParts, caller))
  }

  const startRunning = async (): Promise<void> => {
    await running.start([
      changes,
      register(current),
      sessionClock(accountParts),
      deskBeat({
        ...{ current, clock, logger, clocks },
        ...{ deskId: desk.deskId, kind: config.host, version: config.version, beatMs: options.beatMs },
        mailboxes: () => jobs.withSecret(),
      }),
      // A command ends by itself and must not start to read mailboxes.
      ...(config.host === 'cli'
        ? []
        : [
            jobs,
            emptyAsideJob(mailParts),
            reckonJob(mailParts, () => door.broadcast('health', {})),
            ...officeJobs(base),
            ...outside.jobs,
            ...telephone.jobs,
            servingPart,
            new UpkeepJob(base),
            copyJob(copiesParts, options.copyTickMs),
          ]),
    ])
  }

  const deskParts: DeskParts = {
    ...base,
    config,
    desk,
    servedDesks: () => lan.serving.count,
    mailHealth: () => jobs.health(),
    clocks,
    makeDemo: options.makeDemo,
    opening,
    notOpened: { current: null },
    changeOfStore: oneAtATime(),
    storeChanging: () => {
      isLeaving = true
      return running.stop()
    },
    storeChanged: async (line) => {
      isLeaving = false
      for (const other of sessions.clear()) if (other !== line) door.tell(other, 'signedOut', {})
      await startParts()
      await door.broadcastEach('store', (caller) => deskStatus(deskParts, caller))
    },
  }

  const copiesParts: CopiesParts = {
    ...deskParts,
    runningCopy: { current: null },
    copiesChanged: () => {
      door.broadcast('copies', {})
      door.broadcast('health', {})
    },
  }
  const servingParts: ServingParts = { ...deskParts, sessions, serving: lan.servingPort, link: lan.linkPort }

  const handlers: Handlers<Caller> = {
    ...officeHandlers(base),
    desk: deskHandlers(deskParts),
    accounts: accountHandlers(accountParts),
    presence: presenceHandlers(presenceParts),
    copies: copiesHandlers(copiesParts),
    mail: mailHandlers(mailParts),
    photos: photoHandlers({ ...base, photos, forgetPictures: (sha256) => pictures.forget(sha256) }),
    reckoning: reckoningHandlers(mailParts),
    roads: roadHandlers(roads),
    ...{ ...outside.handlers, ...telephone.handlers },
    serving: servingHandlers(servingParts),
    link: linkHandlers(servingParts),
  }

  const door = serve({
    handlers,
    callerOf,
    isStoreOpen: () => current.opened !== null,
    isLocked: (line) => locks.isLocked(line),
    lineClosed: (line) => {
      lookAway(presenceParts, line)
      sessions.lineClosed(line)
    },
    witness: auditWitness(current),
    logger,
    clock,
  })

  /** Whatever keeps a store from opening, the desk stands and says so: there a person can do something about it. */
  const openFirst = async (): Promise<void> => {
    try {
      if (!config.demo && config.storePath === null && (await lan.resumeLink())) return
    } catch (error) {
      logger.bug('the link to another desk was not taken up', error)
    }
    const path = config.storePath ?? desk.lastStore
    if (!config.demo && path === null) return
    try {
      const opened = await openAtStart(deskParts, config.demo ? null : path)
      if (!opened.ok) logger.warn('the store did not open', { code: opened.error.code })
    } catch (error) {
      logger.bug('the store did not open', error)
      deskParts.notOpened.current = { path: path ?? '', error: appError('internal') }
    }
  }

  const again = tryAgain(deskParts, options.tryAgainMs)
  return {
    door,
    current,
    sessions,
    locks,
    logger,
    clock,
    photos,
    pictures,
    dayRoads: (points) => dayRoads(roads, points),
    lan,
    callerOf,
    accept: (line, channel) => lan.lines.accept(line, channel),
    start: async () => {
      await openFirst()
      again.start()
    },
    stop: async () => {
      again.stop()
      await running.stop()
      await lan.stop()
      await parser.close()
      await photos.close()
      await current.opened?.store.close()
      current.set(null)
      seat.release()
    },
  }
}
