import { describe, expect, it } from 'vitest'
import { desktopRequest, linkWay, orderInArguments } from '@main/desktop/desktop-requests'
import { pairingText } from '@shared/lan/pairing-text'
import { isReachable } from '@main/desktop/window-place'

describe('what a page may ask of its window', () => {
  it('leads out of the desk only to addresses of the web, written as the browser will read them', () => {
    const leads = (url: string) => linkWay(url)
    expect(leads('https://www.comune.capannori.lu.it')).toEqual({
      kind: 'browser',
      address: 'https://www.comune.capannori.lu.it/',
      isPlain: false,
    })
    expect(leads('https://аррle.example/')).toMatchObject({ address: 'https://xn--le-6kc8da.example/' })
    expect(leads('http://example.org/foto')).toEqual({
      kind: 'browser',
      address: 'http://example.org/foto',
      isPlain: true,
    })
    for (const url of [
      'file:///etc/passwd',
      'javascript:alert(1)',
      'smb://pc/share',
      'https:',
      'https://www.banca.example@altrove.example/',
      `https://example.org/${'a'.repeat(2000)}`,
      '',
    ])
      expect(leads(url), url).toEqual({ kind: 'closed', text: url.slice(0, 2000) })
  })

  it('gives what it does not open to be copied: an address, a number', () => {
    expect(linkWay('mailto:nadia%40posta.example?subject=Buca')).toEqual({ kind: 'mail', text: 'nadia@posta.example' })
    expect(linkWay('tel:+390583123456')).toEqual({ kind: 'phone', text: '+390583123456' })
    expect(linkWay('mailto:')).toEqual({ kind: 'closed', text: 'mailto:' })
  })

  it('proposes names, not paths', () => {
    const asks = (name: string): boolean => desktopRequest.safeParse({ op: 'savePdf', name }).success
    expect(asks('Foglio di lavoro 23 novembre.pdf')).toBe(true)
    expect(asks('../foglio.pdf')).toBe(false)
    expect(asks('C:\\foglio.pdf')).toBe(false)
  })

  it('refuses what it does not know', () => {
    for (const junk of [null, 'print', {}, { op: 'run' }, { op: 'badge', count: 3 }])
      expect(desktopRequest.safeParse(junk).success).toBe(false)
  })

  it('reads a link to a ticket among the arguments, and nothing else', () => {
    expect(orderInArguments(['cantoniere://chiamata?numero=%2B39%20335%201397378'])).toEqual({
      kind: 'call',
      number: '335 139 7378',
    })
    for (const link of ['cantoniere://chiamata?numero=', 'cantoniere://chiamata?numero=<b>', 'cantoniere://chiamata'])
      expect(orderInArguments([link]), link).toBeNull()
    expect(orderInArguments(['cantoniere', '--demo', 'cantoniere://ticket/12'])).toEqual({
      kind: 'ticket',
      ticketId: 12,
    })
    for (const arg of [
      'cantoniere://ticket/0',
      'cantoniere://ticket/1/../2',
      'cantoniere://run/1',
      'x cantoniere://ticket/1',
    ])
      expect(orderInArguments([arg]), arg).toBeNull()
  })

  it('reads a whole invitation to another desk, and no half of one', () => {
    const text = pairingText({
      address: '192.168.1.20',
      port: 47621,
      code: '7K2M-Q4XD',
      fingerprint: 'AB'.repeat(32),
      name: 'URP',
    })
    expect(orderInArguments(['cantoniere', text])).toEqual({ kind: 'pairing', text })
    expect(orderInArguments([text.replace('collega?', 'collega/?')])).toMatchObject({ kind: 'pairing' })
    expect(orderInArguments([text.replace(/f=[^&]*/, 'f=AB')])).toBeNull()
  })

  it('does not put a window where the second screen used to be', () => {
    const screen = { x: 0, y: 0, width: 1366, height: 768 }
    expect(isReachable({ x: 100, y: 50, width: 1200, height: 700 }, [screen])).toBe(true)
    expect(isReachable({ x: 1500, y: 50, width: 1200, height: 700 }, [screen])).toBe(false)
    expect(isReachable({ x: 100, y: -300, width: 1200, height: 700 }, [screen])).toBe(false)
  })
})
