import type { MailParserPort, MailServersPort } from '@main/features/mail/mail-ports'
import type { OAuthPort } from '@main/features/mail/oauth-port'
import { listFolder } from '@main/mail/list-folder'
import { inProcessParser, type MailParser } from '@main/mail/mail-parser'
import { refreshTokens, signInByBrowser, signInByDevice } from '@main/mail/oauth'
import { openParsePool, parseWorkerUrl } from '@main/mail/parse-pool'
import { testSmtp } from '@main/mail/smtp'
import { testMailbox } from '@main/mail/test-mailbox'

/** The real mail servers, as the settings screen tests them. */
export const realMailServers: MailServersPort = { testImap: testMailbox, testSmtp, listMails: listFolder }

/** Sign-ins at Microsoft and Google. */
export const realOAuth: OAuthPort = { signInByBrowser, signInByDevice, refresh: refreshTokens }

export interface ParserPart extends MailParserPort {
  readonly close: () => Promise<void>
}

const port = (parser: MailParser): ParserPart => ({
  parse: parser.parse,
  // What reads mail here, and not in a thread, is rarely asked for: no start waits until it is loaded.
  certificates: async (bytes) => (await import('@main/mail/signed-data')).certificatesIn(bytes),
  parseHead: async (raw, error) => (await import('@main/mail/parse-mail')).parseHeadOnly(raw, error),
  close: parser.close,
})

/** A first reading is over some day; what its threads grew to is given back. */
const IDLE_MS = 60_000

/** While a batch is written nobody could hand the thread its next mail: it has them already. */
const AHEAD = 12

/** Parsing in a thread of its own, started with the first mail: what every desk uses. A second one gained nothing (docs/speed.md). */
export const threadedParser = (): ParserPart =>
  port(openParsePool({ workerUrl: parseWorkerUrl(), idleLimit: IDLE_MS, ahead: AHEAD }))

/** Parsing in this very process: for a command that ends by itself. */
export const plainParser = (): ParserPart => port(inProcessParser())
