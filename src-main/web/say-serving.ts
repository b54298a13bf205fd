import { toString as drawCode } from 'qrcode'
import { groupedFingerprint } from '@shared/lan/fingerprint'
import type { FromEngine } from '@main/transport/host-link'

type ServingMessage = Extract<FromEngine, { kind: 'serving' }>

/** One line of JSON for scripts on stdout; for people, on stderr, what the other desk asks for and its QR code. */
export const sayServing = async ({ kind: _kind, errorCode, ...serving }: ServingMessage): Promise<void> => {
  if (errorCode !== null) {
    process.stderr.write(`The store is not served yet: ${errorCode}. Trying again.\n`)
    return
  }
  process.stdout.write(`${JSON.stringify(serving)}\n`)
  const { address, port, fingerprint, code, text } = serving
  const picture = await drawCode(text, { type: 'utf8', errorCorrectionLevel: 'L' })
  process.stderr.write(
    [
      `Served to other desks at ${address}, port ${port}.`,
      `Fingerprint: ${groupedFingerprint(fingerprint)}`,
      `Pairing code, good for ten minutes and one desk: ${code}`,
      picture,
      text,
      process.stdin.isTTY ? 'Enter shows a new code.' : '',
      '',
    ].join('\n'),
  )
}
