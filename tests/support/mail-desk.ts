import { join } from 'node:path'
import { type Client, type Contract, contract } from '@shared/contract'
import { clientOf } from '@shared/contract/define'
import { permissionsOf } from '@shared/accounts/permissions'
import type { UserId } from '@shared/kernel/ids'
import { asInstant } from '@shared/kernel/instant'
import { AccessTokens } from '@main/features/mail/access-tokens'
import { competenceHandlers } from '@main/features/competence/handlers'
import { forwardingHandlers } from '@main/features/forwarding/handlers'
import { settingsHandlers } from '@main/features/settings/handlers'
import { contactHandlers } from '@main/features/contacts/handlers'
import { mailHandlers } from '@main/features/mail/handlers'
import type { IncomingMail, MailParts, Received } from '@main/features/mail/mail-ports'
import type { OAuthPort } from '@main/features/mail/oauth-port'
import { receiveMails } from '@main/features/mail/receive-mails'
import { messageHandlers } from '@main/features/messages/handlers'
import { ticketHandlers } from '@main/features/tickets/handlers'
import type { SendingParts } from '@main/jobs/send-outbox'
import { MailJobs, type MailJobsOptions } from '@main/jobs/mail-jobs'
import { plainParser, realMailServers, realOAuth } from '@main/jobs/mail-adapters'
import type { ImapSessionOptions } from '@main/mail/imap-session'
import type { Caller } from '@main/platform/caller'
import { type Clock, systemClock } from '@main/platform/clock'
import { silentLogger } from '@main/platform/logger'
import { secureRandom } from '@main/platform/random'
import { openPhotoThreads } from '@main/photos/photo-threads'
import { fileSecrets } from '@main/platform/secrets'
import { CurrentStore, openedStore } from '@main/store/current-store'
import { openStore } from '@main/store/open'
import { townStore } from './town-store'

/** One desk's mail side on a real store: the contract's calls, the jobs, and a clock that a test may turn. */
export interface MailDesk {
  readonly parts: MailParts & SendingParts
  readonly client: Pick<Client, 'mail' | 'messages' | 'tickets' | 'contacts' | 'competence' | 'forwarding' | 'settings'>
  readonly jobs: MailJobs
  readonly clock: Clock & { skip: (milliseconds: number) => void }
  /** Hands raw mails to the one way into the store. */
  readonly receive: (raws: readonly Uint8Array[], over?: Partial<Receiving>) => Promise<Received[]>
  readonly close: () => Promise<void>
}

interface Receiving {
  readonly mailboxId: number | null
  readonly acknowledge: boolean
  /** First UID; counts up. Null: an imported file. */
  readonly uid: number | null
  readonly uidValidity: number
  readonly receivedAt: number
  readonly problem: IncomingMail['problem']
}

interface DeskOptions {
  readonly deskId?: string
  /** A store that another desk made; without it a new one with what ships. */
  readonly storePath?: string
  readonly folder?: string
  readonly imap?: ImapSessionOptions
  readonly jobs?: MailJobsOptions
  /** A provider of the test's own. */
  readonly endpoints?: OAuthPort['endpoints']
}

const turnable = (): MailDesk['clock'] => {
  let ahead = 0
  return {
    now: () => asInstant(systemClock.now() + ahead),
    monotonic: () => systemClock.monotonic() + ahead,
    skip: (milliseconds) => {
      ahead += milliseconds
    },
  }
}

export const mailDesk = async (options: DeskOptions = {}): Promise<MailDesk> => {
  const clock = turnable()
  const town = options.storePath === undefined ? await townStore(clock.now()) : null
  const opened = town === null ? await openStore(options.storePath ?? '') : { ok: true as const, value: town.store }
  if (!opened.ok) throw new Error(opened.error.code)
  const current = new CurrentStore()
  current.set(openedStore(opened.value, options.deskId ?? 'desk-one'))
  const folder = options.folder ?? town?.folder ?? ''
  const base = { current, clock, random: secureRandom, logger: silentLogger }
  const secrets = fileSecrets(join(folder, `secrets-${options.deskId ?? 'desk-one'}.json`))
  const parser = plainParser()
  const photos = openPhotoThreads()
  const oauth: OAuthPort = { ...realOAuth, ...(options.endpoints ? { endpoints: options.endpoints } : {}) }
  const tokens = new AccessTokens({ ...base, secrets, oauth })
  const jobs = new MailJobs(
    {
      ...base,
      secrets,
      tokens,
      parser,
      photos,
      healthChanged: () => undefined,
      imapOptions: { retryMs: 50, ...options.imap },
    },
    { beatMs: 200, outboxMs: 50, ...options.jobs },
  )
  const parts: MailParts & SendingParts = {
    ...base,
    photos,
    secrets,
    tokens,
    oauth,
    servers: realMailServers,
    parser,
    checkNow: () => jobs.checkNow(),
    secretChanged: () => jobs.lookAgain(),
  }
  const roles = ['administrator', 'manager', 'mail'] as const
  const caller: Caller = {
    user: {
      id: 1 as UserId,
      username: 'maria',
      displayName: 'Maria Bianchi',
      roles: [...roles],
      permissions: [...permissionsOf(roles)],
    },
    line: 'test',
  }
  if (town !== null)
    await opened.value.write((db) =>
      db
        .insertInto('users')
        .values({
          username: 'maria',
          display_name: 'Maria Bianchi',
          email: 'maria@capannori.example',
          roles: '["manager"]',
          password_hash: '',
          created_at: 0,
        })
        .execute(),
    )
  const handlers: Record<string, Record<string, (caller: Caller, input: never) => unknown>> = {
    mail: mailHandlers(parts),
    messages: messageHandlers(base),
    tickets: ticketHandlers(base),
    contacts: contactHandlers(base),
    competence: competenceHandlers(base),
    forwarding: forwardingHandlers(base),
    settings: settingsHandlers(base),
  }
  const client = clientOf<Contract>(async (name, input) => {
    const [feature = '', call = ''] = name.split('.')
    const definition = contract[feature as 'mail'][call as 'test']
    const handler = handlers[feature]?.[call]
    if (handler === undefined) throw new Error(`no handler for ${name}`)
    return handler(caller, definition.input.parse(input) as never) as never
  })
  opened.value.feed.start(50)
  return {
    parts,
    client,
    jobs,
    clock,
    receive: async (raws, over = {}) => {
      const { mailboxId = null, acknowledge = false, uid = null, uidValidity = 1, problem = null } = over
      const mails = raws.map((raw, index) => ({
        raw,
        uid: uid === null ? null : { uid: uid + index, uidValidity },
        receivedAt: asInstant(over.receivedAt ?? clock.now()),
        size: raw.byteLength,
        problem,
      }))
      const received = await receiveMails({ ...base, parser }, { mailboxId, lease: null, acknowledge }, mails)
      if (!received.ok) throw new Error(received.error.code)
      return received.value
    },
    close: async () => {
      await jobs.stop()
      await photos.close()
      if (town === null) await opened.value.close()
      else await town.close()
    },
  }
}
