import { describe, expect, it } from 'vitest'
import { contextTemplate } from '@main/desktop/context-template'
import type { DesktopOrder } from '@main/desktop/desktop-requests'
import { LinkInbox } from '@main/desktop/link-inbox'
import { type MenuActions, menuTemplate } from '@main/desktop/menu-template'
import { PageRevivals } from '@main/desktop/page-revivals'
import { dotBitmap } from '@main/desktop/unread-dot'
import { ownPlace } from '@main/desktop/window-place'
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
  const started: boolean[] = []
  const bar = (platform: NodeJS.Platform, autoStart: MenuActions['autoStart'] = null) =>
    menuTemplate(wordsOf('it'), { order: () => undefined, openLogs: () => undefined, autoStart }, platform)
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
    expect(shown.map(({ id }) => id)).toEqual(['intake.new', 'app.palette', 'app.guide'])
    expect(shown.every(({ registerAccelerator }) => registerAccelerator === false)).toBe(true)
    expect(items('linux').some(({ role }) => role === 'quit')).toBe(true)
  })

  it('let an installed program start with the computer, where the system does such a thing', () => {
    const switchOf = (autoStart: MenuActions['autoStart']) =>
      bar('win32', autoStart)
        .flatMap(({ submenu }) => (Array.isArray(submenu) ? submenu : []))
        .find(({ type }) => type === 'checkbox')
    expect(switchOf(null)).toBeUndefined()
    const item = switchOf({ isOn: () => true, set: (on) => started.push(on) })
    expect(item).toMatchObject({ label: 'Avvia insieme al computer', checked: true })
    const click = item?.click as unknown as ((item: { checked: boolean }) => void) | undefined
    click?.({ checked: false })
    expect(started).toEqual([false])
  })
})

describe('the right button', () => {
  const done: string[] = []
  const actions = {
    correct: (word: string) => void done.push(`correct ${word}`),
    learn: (word: string) => void done.push(`learn ${word}`),
    copyText: (text: string) => void done.push(`copy ${text}`),
  }
  const nowhere = {
    isEditable: false,
    editFlags: {} as Electron.EditFlags,
    selectionText: '',
    linkURL: '',
    misspelledWord: '',
    dictionarySuggestions: [],
  }
  const press = (pressed: Partial<Parameters<typeof contextTemplate>[0]>) =>
    contextTemplate({ ...nowhere, ...pressed }, wordsOf('it'), actions)

  it('offers nothing where there is nothing, a copy of what is marked, and an address that leads out of the desk', () => {
    expect(press({})).toEqual([])
    expect(press({ selectionText: 'via Romana' }).map(({ role }) => role)).toEqual(['copy'])
    expect(press({ linkURL: 'app://desk/#/map' })).toEqual([])
    const [link] = press({ linkURL: 'https://esempio.invalid/foto' })
    ;(link?.click as (() => void) | undefined)?.()
    expect(done.pop()).toBe('copy https://esempio.invalid/foto')
  })

  it('cuts, copies and pastes in a field, and puts a word right', () => {
    const field = press({ isEditable: true, misspelledWord: 'lampine', dictionarySuggestions: ['lampione', 'lampone'] })
    expect(field.map(({ label }) => label).filter(Boolean)).toEqual([
      ...['lampione', 'lampone', 'Aggiungi al dizionario'],
      ...['Annulla', 'Taglia', 'Copia', 'Incolla', 'Seleziona tutto'],
    ])
    ;(field[0]?.click as (() => void) | undefined)?.()
    ;(field[2]?.click as (() => void) | undefined)?.()
    expect(done.splice(0)).toEqual(['correct lampione', 'learn lampine'])
    expect(press({ isEditable: true }).some(({ label }) => label === 'Aggiungi al dizionario')).toBe(false)
  })
})

describe('a window that the page opens', () => {
  it('shows a place of the desk and nothing else', () => {
    const placeOf = (url: string) => ownPlace(url, 'app://desk')
    expect(['app://desk/#/ticket/12', 'app://desk/#/map', 'app://desk/#/queue?filter=x'].map(placeOf)).toEqual([
      'ticket',
      'map',
      'queue',
    ])
    for (const other of [
      'app://desk/index.html',
      'app://desk/#/',
      'app://desk/#/../x',
      'app://deskx/#/map',
      'https://desk/#/map',
    ])
      expect(placeOf(other), other).toBeNull()
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
