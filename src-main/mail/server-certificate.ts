import { connect as connectPlain, isIP, type Socket } from 'node:net'
import { connect as connectTls, type TLSSocket } from 'node:tls'
import type { ServerSettings } from './server-settings'

interface ServerCertificate {
  readonly fingerprint: string
  readonly pem: string
}

export type MailProtocol = 'imap' | 'smtp'

const TIMEOUT_MS = 20_000
const MAX_ANSWER = 64 * 1024

/** What to say, and what the answer to it must look like, until the server is ready for the TLS handshake. */
const UPGRADE: Readonly<Record<MailProtocol, readonly { readonly expect: RegExp; readonly say: string | null }[]>> = {
  imap: [
    { expect: /^\* OK[^\n]*\n/m, say: 'a1 STARTTLS\r\n' },
    { expect: /^a1 OK[^\n]*\n/m, say: null },
  ],
  smtp: [
    { expect: /^220 [^\n]*\n/m, say: 'EHLO localhost\r\n' },
    { expect: /^250 [^\n]*\n/m, say: 'STARTTLS\r\n' },
    { expect: /^220 [^\n]*\n/m, say: null },
  ],
}

const upgrade = (socket: Socket, protocol: MailProtocol): Promise<void> =>
  new Promise((resolve, reject) => {
    const steps = [...UPGRADE[protocol]]
    let heard = ''
    const onData = (chunk: Buffer) => {
      heard += chunk.toString('latin1')
      if (heard.length > MAX_ANSWER) return reject(new Error('the server talks too much before TLS'))
      const step = steps[0]
      if (step === undefined || !step.expect.test(heard)) return
      steps.shift()
      heard = ''
      if (step.say !== null) return void socket.write(step.say)
      socket.off('data', onData)
      resolve()
    }
    socket.on('data', onData)
    socket.once('close', () => reject(new Error('closed before TLS')))
  })

const handshake = (socket: Socket | null, { host, port }: ServerSettings): Promise<TLSSocket> =>
  new Promise((resolve, reject) => {
    const secured = connectTls({
      // Looking at a certificate is not trusting it: nothing is said over this connection.
      rejectUnauthorized: false,
      ...(isIP(host) === 0 ? { servername: host } : {}),
      ...(socket === null ? { host, port } : { socket }),
    })
    secured.once('secureConnect', () => resolve(secured))
    secured.once('error', reject)
  })

/**
 * The certificate that a server shows, fetched over a connection that says nothing else; null when it cannot be had.
 * It is what a person is shown to pin, and what a pinned connection is then held to.
 */
export const serverCertificate = async (
  settings: ServerSettings,
  protocol: MailProtocol,
): Promise<ServerCertificate | null> => {
  const plain = settings.security === 'tls' ? null : connectPlain({ host: settings.host, port: settings.port })
  let secured: TLSSocket | null = null
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no certificate in time')), TIMEOUT_MS)
  })
  const look = async (): Promise<ServerCertificate | null> => {
    if (plain !== null) {
      const failed = new Promise<never>((_, reject) => plain.once('error', reject))
      await Promise.race([upgrade(plain, protocol), failed])
    }
    secured = await handshake(plain, settings)
    const certificate = secured.getPeerX509Certificate()
    return certificate === undefined ? null : { fingerprint: certificate.fingerprint256, pem: certificate.toString() }
  }
  try {
    return await Promise.race([look(), late])
  } catch {
    return null
  } finally {
    clearTimeout(timer)
    // Late errors of a connection that is being thrown away say nothing. TLS goes first: Node 24 crashes the other way round.
    const layers: (Socket | null)[] = [secured, plain]
    for (const layer of layers) layer?.on('error', () => undefined).destroy()
  }
}
