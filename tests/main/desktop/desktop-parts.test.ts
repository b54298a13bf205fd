import { describe, expect, it } from 'vitest'
import type { DesktopOrder } from '@main/desktop/desktop-requests'
import { LinkInbox } from '@main/desktop/link-inbox'
import { menuTemplate } from '@main/desktop/menu-template'
import { PageRevivals } from '@main/desktop/page-revivals'
import { dotBitmap } from '@main/desktop/unread-dot'
import { wordsOf } from '@main/desktop/words'

describe('a link of the system', () => {
  const TICKET = { kind: 'ticket', ticketId: 12 }

  it('that starts the program waits for the page, and those that follow go to it', () => {
    const heard: DesktopOrder[] = []
    const links = new LinkInbox(['Cantoniere'])
    links.take('cantoniere://ticket/7')
    links.take('cantoniere://ticket/12')
    links.take('cantoniere://run/1')
    expect(links.open((order) => heard.push(order))).toEqual(TICKET)
    expect(heard).toEqual([])
    links.take('cantoniere://ticket/3')
    expect(heard).toEqual([{ kind: 'ticket', ticketId: 3 }])
  })

  it('may be among the arguments that started it', () => {
    expect(new LinkInbox(['Cantoniere', 'cantoniere://ticket/12']).open(() => undefined)).toEqual(TICKET)
  })
})

describe('the menus', () => {
  const bar = (platform: NodeJS.Platform) => menuTemplate(wordsOf('it'), () => undefined, platform)
  const items = (platform: NodeJS.Platform) =>
    bar(platform).flatMap(({ submenu }) => (Array.isArray(submenu) ? submenu : []))

  it('have on macOS the program’s own and the windows’, and register no key that the page answers', () => {
    expect(bar('darwin').map(({ role, label }) => role ?? label)).toEqual([
      'appMenu',
      'File',
      'Modifica',
      'Visualizza',
      'Vai',
      'windowMenu',
      'help',
    ])
    expect(items('darwin').some(({ accelerator }) => accelerator !== undefined)).toBe(false)
    expect(items('darwin').some(({ role }) => role === 'quit')).toBe(false)
  })

  it('show elsewhere the keys that the page answers, and end the program from File', () => {
    const shown = items('win32').filter(({ accelerator }) => accelerator !== undefined)
    expect(shown.map(({ id }) => id)).toEqual(['intake.new', 'app.palette'])
    expect(shown.every(({ registerAccelerator }) => registerAccelerator === false)).toBe(true)
    expect(items('linux').some(({ role }) => role === 'quit')).toBe(true)
  })
})

describe('a page that dies', () => {
  it('starts afresh by itself three times in a minute, then at a person’s word', () => {
    const revivals = new PageRevivals()
    expect([0, 1000, 2000, 3000].map((at) => revivals.mayRevive(at))).toEqual([true, true, true, false])
    expect(revivals.mayRevive(60_500)).toBe(true)
    expect(revivals.mayRevive(60_600)).toBe(false)
    revivals.forget()
    expect(revivals.mayRevive(60_700)).toBe(true)
  })
})

describe('the dot of the unread', () => {
  it('is round, red and whole', () => {
    const size = 32
    const dot = dotBitmap(size)
    const at = (x: number, y: number): number[] => [...dot.subarray((y * size + x) * 4, (y * size + x) * 4 + 4)]
    expect(dot).toHaveLength(size * size * 4)
    expect(at(0, 0)).toEqual([0, 0, 0, 0])
    expect(at(16, 16)).toEqual([43, 43, 200, 255])
    expect(at(16, 1)).toEqual([255, 255, 255, 255])
  })
})
