import { afterEach, describe, expect, it, vi } from 'vitest'
import { appError } from '@shared/kernel/app-error'
import { calm, fakeEngine, type FakeEngine, field, focused, type OpenPage, openPage, press, type } from './fake-desk'

let open: OpenPage | null = null
const start = async (engine: FakeEngine, ...rest: [string?, ('counter' | 'phone')[]?]): Promise<OpenPage> => {
  open = await openPage(engine, ...rest)
  return open
}
afterEach(() => {
  open?.page.unmount()
  open = null
  document.body.innerHTML = ''
})

const describeHole = async (): Promise<void> => {
  field('description').focus()
  await type('Buca davanti al civico 12')
}

describe('a report taken with the keyboard alone', () => {
  it('finds the caller by number, the street and the category, and saves with Ctrl+Enter', async () => {
    const engine = fakeEngine()
    const { router } = await start(engine, '/nuova', ['phone'])
    expect(focused()).toBe('intake-reporter')
    await type('335 1397')
    await calm()
    expect(document.body.textContent).toContain('Lucia Bianchi')
    expect(document.body.textContent).toContain('1 aperta')
    await press('Enter')
    await calm()
    expect(document.body.textContent).toContain('Lampione spento')
    expect(focused()).toBe('intake-place')

    await type('v romana')
    await calm()
    await press('Enter')
    expect(field('place').value).toBe('Via Romana ')
    expect(document.body.textContent).toContain('Punto a metà della via')
    await type('Via Romana 12')
    await calm()
    await press('Enter')
    expect(field('place').value).toBe('Via Romana 12')
    expect(document.body.textContent).toContain('Punto del numero civico')
    expect(focused()).toBe('intake-description')

    field('category').focus()
    await type('buc')
    await press('ArrowDown')
    await press('ArrowUp')
    await press('Enter')
    expect(field('category').value).toBe('Buca')
    await describeHole()
    await press('Enter', { ctrlKey: true })
    await calm()

    expect(engine.of('tickets.create')).toEqual([
      expect.objectContaining({
        channel: 'phone',
        description: 'Buca davanti al civico 12',
        categoryId: 2,
        priority: null,
        place: { text: 'Via Romana 12', districtId: 5, lat: 43.84, lon: 10.56, precision: 'address' },
        reporter: { kind: 'known', contactId: 7, add: [] },
      }),
    ])
    expect(document.body.textContent).toContain('2026-00041')
    expect(document.body.textContent).toContain('K7QX-2M9P')
    expect(router.currentRoute.value.fullPath).toBe('/ticket/41')
  })

  it('takes the one place that whole words mean when the address is left, and none where a letter was forgiven', async () => {
    await start(fakeEngine())
    field('place').focus()
    await type('romana 12')
    await calm()
    field('description').focus()
    await calm()
    expect(field('place').value).toBe('Via Romana 12')
    expect(document.body.textContent).toContain('Punto del numero civico')

    field('place').focus()
    await type('romena, rom 12')
    await calm()
    field('description').focus()
    await calm()
    expect(field('place').value).toBe('romena, rom 12')
    expect(document.body.textContent).toContain('Solo scritto')
  })

  it('makes a new person of a number that nobody has, and goes on to the next one', async () => {
    const engine = fakeEngine()
    await start(engine)
    await type('0583 429 211')
    await calm()
    await press('Tab')
    expect(focused()).toBe('intake-name')
    await type('Piero Neri')
    await describeHole()
    await press('Enter', { altKey: true })
    await calm()
    expect(engine.of('tickets.create')).toEqual([
      expect.objectContaining({
        channel: 'counter',
        reporter: {
          kind: 'new',
          contact: {
            name: 'Piero Neri',
            address: '',
            notes: '',
            identifiers: [{ kind: 'phone', value: '0583 429 211' }],
          },
        },
      }),
    ])
    expect(focused()).toBe('intake-reporter')
    expect(field('description').value).toBe('')
  })

  it('takes an anonymous report over WhatsApp', async () => {
    const engine = fakeEngine()
    await start(engine)
    await press('i', { altKey: true })
    expect(document.querySelector('details[open]')?.textContent).toContain('I dati servono solo a rispondere.')
    await press('3', { altKey: true })
    await press('a', { altKey: true })
    await describeHole()
    await press('Enter', { ctrlKey: true })
    await calm()
    expect(engine.of('tickets.create')).toEqual([
      expect.objectContaining({ channel: 'whatsapp', reporter: { kind: 'anonymous' } }),
    ])
  })
})

describe('the point of an address', () => {
  it('goes when another address is written over it, and is taken without a list when it is typed in full', async () => {
    const engine = fakeEngine()
    await start(engine)
    await press('a', { altKey: true })
    expect(focused()).toBe('intake-place')
    await type('Via Romana 12')
    await calm()
    field('description').focus()
    await calm()
    expect(document.body.textContent).toContain('Punto del numero civico')
    field('place').focus()
    await type('Via Romana 12, cancello verde')
    expect(document.body.textContent).toContain('Punto del numero civico')
    await type('Via Romana 125')
    expect(document.body.textContent).not.toContain('Punto del numero civico')
    await describeHole()
    await press('Enter', { ctrlKey: true })
    await calm()
    expect(engine.of('tickets.create')).toMatchObject([
      { place: { text: 'Via Romana 125', lat: null, lon: null, precision: 'address' } },
    ])
  })
})

describe('a category proposed from the words', () => {
  it('is taken by one key, and never talked about once a person has chosen', async () => {
    const engine = fakeEngine()
    await start(engine)
    await press('a', { altKey: true })
    await describeHole()
    await calm(500)
    expect(document.querySelector('[data-test=proposal]')?.textContent).toContain('Proposta: Buca')
    expect(document.querySelector('[data-test=proposal]')?.textContent).toContain('per le parole: buca')
    expect(field('category').value).toBe('')
    expect(document.querySelector('#intake-category-list li')?.textContent).toBe('Bucaproposta dalle parole')
    await press('c', { altKey: true })
    expect(field('category').value).toBe('Buca')
    expect(document.querySelector('[data-test=proposal]')).toBeNull()

    field('category').focus()
    await type('verd')
    await press('Enter')
    await type('Verde')
    field('description').focus()
    await type('Buca davanti al civico 12 e una buca più in là')
    await calm(500)
    expect(document.querySelector('[data-test=proposal]')).toBeNull()
    expect(field('category').value).toBe('Verde')
  })
})

describe('a report that is known already', () => {
  it('shows while it is typed, and one key joins it', async () => {
    const engine = fakeEngine()
    const { router } = await start(engine)
    await press('a', { altKey: true })
    await type('Via Romana 12')
    field('description').focus()
    await type('Il lampione non si accende')
    await calm(700)
    const near = document.querySelector('[data-test=nearby]')?.textContent ?? ''
    for (const words of ['2026-00040', 'Non si accende', 'a 40 m', '+1']) expect(near).toContain(words)
    await press('u', { altKey: true })
    expect(document.querySelector('[data-test=join]')?.textContent).toContain('2026-00040')
    await press('u', { altKey: true })
    expect(document.querySelector('[data-test=join]')).toBeNull()
    await press('u', { altKey: true })
    await press('Enter', { ctrlKey: true })
    await calm()
    expect(engine.of('tickets.create')).toEqual([])
    expect(engine.of('relations.join')).toMatchObject([{ masterId: 40, description: 'Il lampione non si accende' }])
    expect(document.body.textContent).toContain('ora la segnalano in 3')
    expect(router.currentRoute.value.fullPath).toBe('/ticket/40')
  })

  it('may be the caller’s own: their open ticket takes it', async () => {
    const engine = fakeEngine()
    await start(engine)
    await type('335 1397')
    await calm()
    await press('Enter')
    await calm()
    await press('g', { altKey: true })
    expect(focused()).toBe('intake-description')
    await type('Ancora buio')
    await press('Enter', { ctrlKey: true })
    await calm()
    expect(engine.of('relations.join')).toMatchObject([{ masterId: 40, reporter: { kind: 'known', contactId: 7 } }])
  })
})

describe('what keeps a report from being saved', () => {
  it('is said beside the field, and the keyboard goes to the first one', async () => {
    const engine = fakeEngine()
    await start(engine)
    field('description').focus()
    await press('Enter', { ctrlKey: true })
    await calm()
    expect(engine.of('tickets.create')).toEqual([])
    expect(focused()).toBe('intake-reporter')
    expect(document.body.textContent).toContain('Scrivi chi segnala')
    expect(document.body.textContent).toContain('che cosa succede.')
  })

  it('never costs a word: a refusal leaves the form and the draft as they were', async () => {
    const engine = fakeEngine()
    const { router } = await start(engine)
    await press('a', { altKey: true })
    await describeHole()
    engine.refuse(appError('store_busy'))
    await press('Enter', { ctrlKey: true })
    await calm()
    expect(field('description').value).toBe('Buca davanti al civico 12')
    expect(engine.draft().text).toBe('Buca davanti al civico 12')
    expect(router.currentRoute.value.name).toBe('intake')

    engine.refuse(null)
    await press('Enter', { ctrlKey: true })
    await calm()
    expect(router.currentRoute.value.name).toBe('ticket')
    expect(engine.draft()).toEqual({ text: '', data: {}, updatedAt: null })
  })

  it('moves to the field that the engine names', async () => {
    const engine = fakeEngine()
    await start(engine)
    await press('a', { altKey: true })
    await describeHole()
    engine.refuse(appError('invalid_input', { field: 'place.text' }))
    await press('Enter', { ctrlKey: true })
    await calm()
    expect(focused()).toBe('intake-place')
  })
})

describe('a draft', () => {
  it('is kept at a pause and offered after a crash, over a form that is empty for the next caller', async () => {
    const engine = fakeEngine()
    const before = await start(engine)
    await type('Lucia')
    await describeHole()
    await vi.waitFor(() => expect(engine.draft().text).toBe('Buca davanti al civico 12'), 30_000)
    before.page.unmount()

    await start(engine)
    expect([field('description').value, field('reporter').value]).toEqual(['', ''])
    expect(focused()).toBe('intake-reporter')
    expect(document.body.textContent).toContain('Lasciata a metà')
    await press('r', { altKey: true })
    expect(field('description').value).toBe('Buca davanti al civico 12')
    expect(field('reporter').value).toBe('Lucia')
    expect(document.body.textContent).not.toContain('Lasciata a metà')
  })

  it('waits while another caller is served, and nothing of either is lost', async () => {
    const engine = fakeEngine()
    const before = await start(engine)
    await type('Lucia')
    await describeHole()
    await vi.waitFor(() => expect(engine.draft().text).toBe('Buca davanti al civico 12'), 30_000)
    before.page.unmount()

    await start(engine)
    field('reporter').focus()
    await type('Orlando')
    await press('r', { altKey: true })
    expect(field('reporter').value).toBe('Lucia')
    expect(document.body.textContent).toContain('Orlando')
    await press('r', { altKey: true })
    expect(field('reporter').value).toBe('Orlando')
    expect(document.body.textContent).toContain('Lucia')
  })

  it('that is of no known shape is left alone', async () => {
    const engine = fakeEngine()
    engine.keepDraft('testo', { channel: 'piccione' })
    await start(engine)
    expect(field('description').value).toBe('')
  })
})

describe('words of an emergency', () => {
  it('raise a banner while they are typed, and only then', async () => {
    await start(fakeEngine())
    field('description').focus()
    await type('Si sente una forte fuga di')
    expect(document.querySelector('[data-test=emergency]')).toBeNull()
    await type('Si sente una forte fuga di gas')
    expect(document.querySelector('[data-test=emergency]')?.textContent).toContain('112')
    expect(document.querySelector('[data-test=emergency]')?.textContent).toContain('«fuga di gas»')
    const priority = field('priority')
    expect([priority.textContent, priority.disabled]).toEqual([expect.stringContaining('urgente'), false])
  })
})

describe('the receipt', () => {
  it('is printed once by Ctrl+Shift+Enter, with number, code, office and privacy notice', async () => {
    const print = vi.fn()
    vi.stubGlobal('print', print)
    const engine = fakeEngine()
    const { router } = await start(engine)
    await press('a', { altKey: true })
    await describeHole()
    await press('Enter', { ctrlKey: true, shiftKey: true })
    await vi.waitFor(() => expect(document.querySelector('[data-print=sheet]')).not.toBeNull(), 30_000)
    await calm()
    const sheet = document.querySelector('[data-print=sheet]')?.textContent ?? ''
    for (const words of [
      '2026-00041',
      'K7QX-2M9P',
      'Comune di Prova',
      'Via Romana 12, Lunata',
      'Buca',
      'I dati servono',
    ])
      expect(sheet).toContain(words)
    expect(print).toHaveBeenCalledTimes(1)
    expect(router.currentRoute.value.fullPath).toBe('/ricevuta/41')
    vi.unstubAllGlobals()
  })
})

describe('a message copied out of WhatsApp', () => {
  const paste = async (text: string): Promise<Event> => {
    const event = new Event('paste', { bubbles: true, cancelable: true })
    Object.assign(event, { clipboardData: { files: [], getData: () => text } })
    ;(document.activeElement ?? document.body).dispatchEvent(event)
    await calm()
    return event
  }

  it('fills channel, time, writer, words and place; anything else is pasted as always', async () => {
    const engine = fakeEngine()
    await start(engine)
    expect((await paste('buca in via Romana')).defaultPrevented).toBe(false)
    const day = new Date(Date.now() - 24 * 3600_000)
    const date = `${day.getUTCDate()}/${day.getUTCMonth() + 1}/${day.getUTCFullYear()}`
    const first = `[09:12, ${date}] +39 335 139 7378: C’è una buca`
    const copied = `${first}\n[09:13, ${date}] +39 335 139 7378: Posizione: https://maps.google.com/?q=43.85,10.57`
    expect((await paste(copied)).defaultPrevented).toBe(true)
    expect(document.body.textContent).toContain('Lucia Bianchi')
    expect(document.querySelector('[data-test=said-at]')?.textContent).toContain('09:12')
    expect(focused()).toBe('intake-place')
    await press('Enter', { ctrlKey: true })
    await calm()
    const [filed] = engine.of('tickets.create') as { receivedAt?: number }[]
    expect(filed).toMatchObject({
      channel: 'whatsapp',
      description: 'C’è una buca',
      place: { lat: 43.85, lon: 10.57, precision: 'point' },
      reporter: { kind: 'known', contactId: 7 },
    })
    expect(new Date(filed?.receivedAt ?? 0).toISOString().slice(14, 16)).toBe('12')
  })
})
