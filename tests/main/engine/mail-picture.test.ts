import { type Server, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ROLE_PERMISSIONS, type Role } from '@shared/accounts/permissions'
import type { SessionUser } from '@shared/contract/accounts'
import type { UserId } from '@shared/kernel/ids'
import { answerMailPicture } from '@main/engine/mail-picture'
import { isPublicAddress, isPublicHost } from '@main/engine/public-address'
import { type MailDesk, mailDesk } from '../../support/mail-desk'
import { rawMail } from '../../support/raw-mails'

const user = (role: Role): SessionUser => ({
  id: 1 as UserId,
  username: role,
  displayName: role,
  roles: [role],
  permissions: [...ROLE_PERMISSIONS[role]],
})

let desk: MailDesk
let server: Server
let visits: number
let messageId: number
let port: number

beforeEach(async () => {
  visits = 0
  server = createServer((_request, response) => {
    visits += 1
    response.end()
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  port = (server.address() as AddressInfo).port
  desk = await mailDesk()
  const [received] = await desk.receive([
    rawMail(
      'From: a@cittadini.example',
      'Message-ID: <x@cittadini.example>',
      'Subject: Foto',
      'MIME-Version: 1.0',
      'Content-Type: text/html',
      '',
      `<p>Foto</p><img src="http://127.0.0.1:${port}/a.png"><img src="http://[::1]/b.png"><img src="http://192.168.1.1/c.png">`,
      '',
    ),
  ])
  const ticketId = (received as { ticketId?: number } | undefined)?.ticketId ?? 1
  const timeline = await desk.client.tickets.timeline({ id: ticketId as never })
  if (!timeline.ok) throw new Error(timeline.error.code)
  messageId = timeline.value.entries.find(({ message }) => message?.hasHtml)?.message?.id ?? 0
})
afterEach(async () => {
  await desk.close()
  server.close()
})

const ask = async (address: string, role: Role = 'mail'): Promise<number | undefined> => {
  const query = new URLSearchParams({ u: address })
  const answer = await answerMailPicture({ path: `mail-picture/${messageId}`, query }, user(role), desk.parts.current)
  return answer?.status
}

describe('a picture that a mail asks for', () => {
  it('is never fetched from this machine or the office’s network, though the mail names it', async () => {
    expect(await ask(`http://127.0.0.1:${port}/a.png`)).toBe(403)
    expect(await ask('http://[::1]/b.png')).toBe(403)
    expect(await ask('http://192.168.1.1/c.png')).toBe(403)
    expect(visits).toBe(0)
  })

  it('is refused when that mail does not name it, to whoever may only look, and for another path', async () => {
    expect(await ask('https://altrove.example/x.png')).toBe(403)
    expect(await ask('http://192.168.1.1/c.png', 'reader')).toBe(403)
    expect(await ask('file:///etc/passwd')).toBe(403)
    const other = { path: 'tile/1/1/1', query: new URLSearchParams() }
    expect(await answerMailPicture(other, user('mail'), desk.parts.current)).toBeNull()
  })
})

describe('an address on the internet', () => {
  it.each(['8.8.8.8', '151.1.1.1', '172.32.0.1', '2a00:1450:4002::1'])('%s is one', (address) => {
    expect(isPublicAddress(address)).toBe(true)
  })

  it.each([
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '127.0.0.1',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.0.1',
    '192.0.2.1',
    '198.18.0.1',
    '198.51.100.1',
    '203.0.113.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    'fe80::1',
    'fd00::1',
    '::ffff:127.0.0.1',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    '2001:0:1::',
    '2001:db8::1',
    '3fff::1',
    'ff02::1',
  ])('%s is none', (address) => {
    expect(isPublicAddress(address)).toBe(false)
  })

  it('is judged by its number where it stands as one, and by what the name means otherwise', () => {
    expect(isPublicHost('[::1]')).toBe(false)
    expect(isPublicHost('foto.example')).toBe(true)
  })
})
