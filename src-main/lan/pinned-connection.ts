import { type X509Certificate, randomBytes } from 'node:crypto'
import { type RequestOptions, request as httpsRequest } from 'node:https'
import { isIP } from 'node:net'
import { type ConnectionOptions, connect } from 'node:tls'
import { z } from 'zod'
import { appError } from '@shared/kernel/app-error'
import { type Result, err, ok } from '@shared/kernel/result'
import { plainFingerprint } from '@shared/lan/fingerprint'
import { pairingKey, proofOf, sameProof } from './pairing-proof'
import { PAIRING_PATH, PROTOCOL, VERSION_HEADER, pairingAnswer } from './wire'

const TIMEOUT_MS = 10_000
const LARGEST_ANSWER = 8_000

export interface Peer {
  readonly address: string
  readonly port: number
}

/** The desk that serves this one, as it was when they were paired. */
export const linkTarget = z.object({
  id: z.string(),
  name: z.string(),
  address: z.string(),
  port: z.number().int(),
  fingerprint: z.string(),
  /** PEM: the only one that is accepted there. */
  certificate: z.string(),
})
export type LinkTarget = z.output<typeof linkTarget>

class OtherCertificate extends Error {}

const base = ({ address, port }: Peer): ConnectionOptions => ({
  host: address,
  port,
  minVersion: 'TLSv1.3',
  ALPNProtocols: [PROTOCOL],
  ...(isIP(address) === 0 ? { servername: address } : {}),
})

/** Exactly the pinned certificate, whatever name or address it carries, and nothing else: not even another valid one. */
export const pinnedOptions = (peer: Peer, certificate: string, fingerprint: string): ConnectionOptions => ({
  ...base(peer),
  ca: [certificate],
  allowPartialTrustChain: true,
  checkServerIdentity: (_host, shown) =>
    plainFingerprint(shown.fingerprint256) === plainFingerprint(fingerprint)
      ? undefined
      : new OtherCertificate('the certificate is not the pinned one'),
})

const TLS_REFUSALS =
  /^(DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_|CERT_|HOSTNAME_MISMATCH|ERR_TLS_CERT|INVALID_)/

/** Whether a connection failed because of who answered. */
export const isOtherCertificate = (error: unknown): boolean =>
  error instanceof OtherCertificate ||
  (error instanceof Error && 'code' in error && TLS_REFUSALS.test(String(error.code)))

/** The certificate that answers there; a connection that says nothing else. Null when none answers in time. */
export const lookAt = (peer: Peer): Promise<{ certificate: string; fingerprint: string; name: string } | null> =>
  new Promise((resolve) => {
    const socket = connect({
      ...base(peer),
      // Looking at a certificate is not trusting it: nothing is said over this connection.
      rejectUnauthorized: false,
      timeout: TIMEOUT_MS,
    })
    const done = (found: { certificate: string; fingerprint: string; name: string } | null): void => {
      socket.destroy()
      resolve(found)
    }
    socket.once('secureConnect', () => {
      const shown: X509Certificate | undefined = socket.getPeerX509Certificate()
      if (shown === undefined || socket.alpnProtocol !== PROTOCOL) return done(null)
      const name = /^CN=(.*)$/m.exec(shown.subject)?.[1] ?? ''
      done({ certificate: shown.toString(), fingerprint: plainFingerprint(shown.fingerprint256), name })
    })
    socket.on('error', () => done(null))
    socket.once('timeout', () => done(null))
    socket.once('close', () => done(null))
  })

export interface PairingOffer extends Peer {
  readonly fingerprint: string
  readonly code: string
  readonly desk: { readonly id: string; readonly name: string; readonly version: string }
}

/**
 * Pairs with the desk there. `peer_untrusted` when another certificate answers than the one that the person saw, or
 * the other side cannot show that it knows the code; `pairing_refused` for a code that is wrong, used or too old.
 */
export const pairWith = async (offer: PairingOffer): Promise<Result<{ target: LinkTarget; secret: string }>> => {
  const { address, port, fingerprint, desk } = offer
  const seen = await lookAt(offer)
  if (seen === null) return err(appError('peer_unreachable'))
  if (seen.fingerprint !== plainFingerprint(fingerprint)) return err(appError('peer_untrusted'))
  const key = await pairingKey(offer.code, fingerprint)
  const nonce = randomBytes(24).toString('base64url')
  const proof = proofOf(key, 'desk', desk.id, desk.name, nonce)
  const answer = await post(
    { ...pinnedOptions(offer, seen.certificate, fingerprint), path: PAIRING_PATH },
    { id: desk.id, name: desk.name, nonce, proof },
    desk.version,
  )
  if (!answer.ok) return answer
  const given = pairingAnswer.safeParse(answer.value)
  if (!given.success) return err(appError('peer_untrusted'))
  const { id, name, secret } = given.data
  if (!sameProof(given.data.proof, proofOf(key, 'serving', id, name, nonce, secret)))
    return err(appError('peer_untrusted'))
  return ok({
    secret,
    target: { id, name, address, port, fingerprint: seen.fingerprint, certificate: seen.certificate },
  })
}

const post = (options: RequestOptions, body: unknown, version: string): Promise<Result<unknown>> =>
  new Promise((resolve) => {
    const sent = httpsRequest({
      ...options,
      method: 'POST',
      agent: false,
      timeout: TIMEOUT_MS,
      headers: { 'content-type': 'application/json', [VERSION_HEADER]: version },
    })
    sent.on('response', (answer) => {
      let text = ''
      answer.setEncoding('utf8')
      answer.on('data', (chunk: string) => {
        text += chunk
        if (text.length > LARGEST_ANSWER) sent.destroy()
      })
      answer.on('end', () => resolve(outcome(answer.statusCode ?? 0, Number(answer.headers['retry-after'] ?? 0), text)))
      answer.on('error', () => resolve(err(appError('peer_unreachable'))))
    })
    sent.on('timeout', () => sent.destroy())
    sent.on('error', (error) =>
      resolve(err(appError(isOtherCertificate(error) ? 'peer_untrusted' : 'peer_unreachable'))),
    )
    sent.end(JSON.stringify(body))
  })

const outcome = (status: number, seconds: number, text: string): Result<unknown> => {
  if (status === 403) return err(appError('pairing_refused'))
  if (status === 409) return err(appError('peer_other_version'))
  if (status === 429) return err(appError('too_many_attempts', { details: { seconds } }))
  try {
    return status === 200 ? ok(JSON.parse(text)) : err(appError('peer_unreachable'))
  } catch {
    return err(appError('peer_untrusted'))
  }
}
