import type { IncomingMessage, ServerResponse } from 'node:http'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { appError } from '@shared/kernel/app-error'
import { err, ok } from '@shared/kernel/result'
import type { LinkPort, ServingPort } from '@main/features/serving/serving-parts'
import { MemoryThrottle } from '@main/platform/memory-throttle'
import { DeskLink } from '@main/lan/desk-link'
import { LineSwitch } from '@main/lan/line-switch'
import { type LinkTarget, lookAt, pairWith } from '@main/lan/pinned-connection'
import { Serving } from '@main/lan/serving'
import { relayStream } from '@main/lan/stream-relay'
import type { Told } from '@main/lan/wire'
import type { ServedDesk } from '@main/platform/caller'
import type { Clock } from '@main/platform/clock'
import type { DeskConfig } from '@main/platform/desk-config'
import type { Logger } from '@main/platform/logger'
import type { RandomBytes } from '@main/platform/random'
import type { Secrets } from '@main/platform/secrets'
import type { Channel } from '@main/transport/frames'

export interface LanRoomParts {
  readonly desk: DeskConfig
  readonly version: string
  readonly secrets: Secrets
  readonly clock: Clock
  readonly random: RandomBytes
  readonly logger: Logger
  readonly accept: (line: string, channel: Channel) => void
  /** Before lines of a desk are cut for good: their sessions end with them. */
  readonly revoking: (lines: readonly string[]) => void
  readonly onChange: () => void
  /** What the serving desk tells this one's host. */
  readonly onTold: (message: Exclude<Told, { readonly kind: 'moved' }>) => void
}

export interface LanRoom {
  readonly serving: Serving
  readonly servingPort: ServingPort
  readonly linkPort: LinkPort
  readonly lines: LineSwitch
  /** The paired desk behind a line; undefined for a page of this desk. */
  servedOn(line: string): ServedDesk | undefined
  /** True when a link is up to carry it: then the answer is the serving desk's. */
  relayed(request: IncomingMessage, response: ServerResponse): boolean
  /** Takes up the link that this desk remembers; false when it remembers none. */
  resumeLink(): Promise<boolean>
  stop(): Promise<void>
}

const secretKey = (target: LinkTarget): string => `collega:${target.fingerprint.slice(0, 32)}`

/** Both sides of serving: this desk for others, and another desk for this one. */
export const lanRoom = (parts: LanRoomParts): LanRoom => {
  const { desk, version, logger } = parts
  const name = hostname().slice(0, 80) || 'Cantoniere'
  const served = new Map<string, ServedDesk>()
  const lines = new LineSwitch({ accept: parts.accept })
  let link: DeskLink | null = null

  const serving = new Serving({
    folder: join(desk.folder, 'servizio'),
    deskId: desk.deskId,
    name,
    version,
    clock: parts.clock,
    random: parts.random,
    logger,
    throttle: new MemoryThrottle(),
    accept: (line, channel, from) => {
      served.set(line, from)
      parts.accept(line, {
        ...channel,
        onClose: (listener) =>
          channel.onClose(() => {
            listener()
            served.delete(line)
          }),
      })
    },
    revoking: parts.revoking,
    onChange: parts.onChange,
  })

  const status: LinkPort['status'] = () => ({
    state: link?.state ?? 'none',
    name: link?.target.name ?? '',
    address: link?.target.address ?? '',
    port: link?.target.port ?? 0,
    fingerprint: link?.target.fingerprint ?? '',
    movedTo: link === null ? null : (desk.link?.movedTo ?? null),
  })

  const use = (target: LinkTarget, secret: string): void => {
    link?.stop()
    link = new DeskLink(target, secret, {
      deskId: desk.deskId,
      version,
      logger,
      onState: () => {
        // It serves again: the move came to nothing.
        if (link?.state === 'connected' && desk.link?.movedTo) desk.linked({ ...target, movedTo: null })
        // Whoever may read there no more is told nothing of it in the tray either.
        if (link?.state === 'revoked') parts.onTold({ kind: 'counts', unread: 0, overdue: 0 })
        lines.tell(status())
      },
      onTold: (message) => {
        if (message.kind !== 'moved') return parts.onTold(message)
        desk.linked({ ...target, movedTo: message.path })
        lines.tell(status())
      },
    })
    lines.use(link)
    link.start()
    lines.tell(status())
  }

  const drop = (): void => {
    if (link === null) return
    link.stop()
    link = null
    lines.use(null)
    // What tray and badge showed was the other desk's.
    parts.onTold({ kind: 'counts', unread: 0, overdue: 0 })
  }

  const linkPort: LinkPort = {
    status,
    look: async (peer) => {
      const seen = await lookAt(peer)
      return seen === null ? err(appError('peer_unreachable')) : ok({ fingerprint: seen.fingerprint, name: seen.name })
    },
    pair: async (offer) => {
      const paired = await pairWith({ ...offer, desk: { id: desk.deskId, name, version } })
      if (!paired.ok) return paired
      const { target, secret } = paired.value
      return ok({
        use: async () => {
          const kept = await parts.secrets.set(secretKey(target), secret)
          if (!kept.ok) return kept
          desk.linked({ ...target, movedTo: null })
          use(target, secret)
          return ok(undefined)
        },
      })
    },
    reach: async (peer) => {
      if (link === null) return err(appError('not_found'))
      const seen = await lookAt(peer)
      if (seen === null) return err(appError('peer_unreachable'))
      // Still the same desk, or the pairing says nothing about it.
      if (seen.fingerprint !== link.target.fingerprint) return err(appError('peer_untrusted'))
      const target = { ...link.target, ...peer }
      desk.linked({ ...target, movedTo: null })
      use(target, link.secret)
      return ok(undefined)
    },
    leave: async () => {
      const target = link?.target
      drop()
      desk.linked(null)
      if (target !== undefined) await parts.secrets.remove(secretKey(target))
      lines.tell(status())
      lines.signOutAll()
    },
    isSignedIn: async (line) => {
      const answer = (await link?.ask(line, 'accounts.me')) ?? err(appError('engine_unreachable'))
      return answer.ok && (answer.value as { user: unknown }).user !== null
    },
  }

  return {
    serving,
    servingPort: {
      status: () => serving.status(),
      start: (on) => serving.start(on),
      forward: (on, path) => serving.start(on, path),
      stop: () => serving.stop(),
      newCode: () => serving.newCode(),
      tellMoved: (path) => serving.tellAll({ kind: 'moved', path }),
      revoke: (id) => serving.revoke(id),
    },
    linkPort,
    lines,
    servedOn: (line) => served.get(line),
    relayed: (request, response) => {
      if (link === null) return false
      relayStream(request, response, { target: link.reached, secret: link.secret, deskId: desk.deskId, version })
      return true
    },
    resumeLink: async () => {
      const target = desk.link
      if (target === null) return false
      const secret = await parts.secrets.get(secretKey(target))
      if (!secret.ok) logger.warn('the link has no secret', { code: secret.error.code })
      // Without its secret the desk is sent away, says so, and can be paired again.
      use(target, (secret.ok ? secret.value : null) ?? 'no-secret-is-here-any-more')
      return true
    },
    stop: async () => {
      drop()
      await serving.stop()
    },
  }
}
