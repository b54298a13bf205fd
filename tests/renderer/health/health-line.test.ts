import { flushPromises } from '@vue/test-utils'
import { afterEach, describe, expect, it } from 'vitest'
import { defineComponent, h, provide, reactive } from 'vue'
import { createMemoryHistory, createRouter, routeLocationKey, routerKey } from 'vue-router'
import { permissionsOf, type Role } from '@shared/accounts/permissions'
import type { SessionUser } from '@shared/contract/accounts'
import { ok } from '@shared/kernel/result'
import { useSession } from '@/app/session'
import HealthLine from '@/features/health/HealthLine.vue'
import { mountPart } from '../../support/mount-part'

const box = {
  id: 2,
  name: 'Segnalazioni',
  state: 'waiting',
  checkedAt: null,
  errorCode: null,
  progress: null,
  tidying: { waiting: 0, errorCode: null },
  holder: null,
}
const well = {
  desks: 1,
  lastCopyAt: null,
  copyFailure: null,
  sharedHere: null,
  lockWaitP99Ms: 0,
  clockOff: null,
  mailboxes: [],
  mailOff: false,
  outbox: { waiting: 0, failed: 0, uncertain: 0, automatic: 0 },
  quarantine: 0,
  site: null,
  platforms: [],
  whatsapp: null,
  mailMissing: 0,
}
const message = {
  ticketId: 40,
  number: 'SEGN-2026-000040',
  attempts: 1,
  nextAttemptAt: null,
  authorId: 1,
  automatic: false,
}

let close = (): void => undefined
afterEach(() => close())

const openLine = async (health: object, role: Role, messages: readonly object[] = []) => {
  const Page = defineComponent({
    setup: () => {
      const component = { render: () => null }
      const routes = [
        { path: '/settings/:section?', name: 'settings', component },
        { path: '/queue/:ticketId?', name: 'queue', component },
      ]
      const router = createRouter({ history: createMemoryHistory(), routes })
      provide(routerKey, router)
      provide(routeLocationKey, reactive(router.currentRoute.value))
      const session = useSession()
      session.user = { id: 1, displayName: 'Maria', permissions: [...permissionsOf([role])] } as SessionUser
      session.state = 'signed_in'
      return () => h(HealthLine)
    },
  })
  const { wrapper } = mountPart(
    Page,
    {},
    {},
    {
      'desk.health': () => ok({ ...well, ...health }),
      'desk.status': () => ok({ version: '1', host: 'web', mayChooseStore: true, store: null, notOpened: null }),
      'messages.outbox': () => ok({ messages }),
    },
  )
  close = () => wrapper.unmount()
  await flushPromises()
  return wrapper
}

describe('the bottom line', () => {
  it.each([
    ['mailbox_unreachable', 'non raggiungibile, riprovo da solo'],
    ['mailbox_auth_failed', 'nome utente o password rifiutati'],
    ['mailbox_tls_untrusted', 'certificato del server non riconosciuto'],
    ['mailbox_folder_missing', "la cartella da leggere non c'è più"],
    ['mailbox_consent_over', 'account da collegare di nuovo'],
  ])('says of a mailbox that waits for %s what it waits for', async (errorCode, words) => {
    const line = await openLine({ mailboxes: [{ ...box, errorCode }] }, 'administrator')
    expect(line.text()).toContain(words)
    expect(line.find('a').attributes('href')).toBe('/settings/mail')
  })

  it('raises its voice when no copy was made for days, and not when the last one is of yesterday', async () => {
    const ago = (days: number): object => ({ lastCopyAt: Date.now() - days * 86_400_000 })
    const old = await openLine(ago(4), 'administrator')
    expect(old.text()).toContain('ultima copia vecchia')
    expect(old.find('a').attributes('href')).toBe('/settings/copies')
    close()
    const fresh = await openLine(ago(1), 'administrator')
    expect(fresh.text()).not.toContain('vecchia')
    expect(fresh.find('a').exists()).toBe(false)
    close()
    // Whoever may not go there is told all the same.
    const clerk = await openLine(ago(4), 'counter')
    expect(clerk.text()).toContain('ultima copia vecchia')
    expect(clerk.find('a').exists()).toBe(false)
  })

  it('says that a store on this disk works as on a share, once no other computer came for a week', async () => {
    const lastOther = (days: number): object => ({
      sharedHere: { lastOther: { host: 'PC-SPORTELLO', at: Date.now() - days * 86_400_000 } },
    })
    const alone = await openLine(lastOther(8), 'administrator')
    expect(alone.text()).toContain('in modalità condivisa')
    expect(alone.find('a').attributes('href')).toBe('/settings/store')
    close()
    const office = await openLine(lastOther(1), 'administrator')
    expect(office.text()).not.toContain('in modalità condivisa')
  })

  it('looks for no help in the settings when it is the disk that has no room', async () => {
    const line = await openLine({ mailboxes: [{ ...box, errorCode: 'disk_full' }] }, 'administrator')
    expect(line.text()).toContain('il disco è pieno')
    expect(line.find('a').exists()).toBe(false)
  })

  it('says that mail is off where no mailbox is switched on', async () => {
    const off = await openLine({ mailOff: true }, 'administrator')
    expect(off.text()).toContain('Posta spenta')
    expect(off.find('a').attributes('href')).toBe('/settings/mail')
    close()
    expect((await openLine({}, 'administrator')).text()).not.toContain('Posta')
  })

  it('tells mailboxes that stand for one reason together, and names them where each has a reason of its own', async () => {
    const pec = { ...box, id: 3, name: 'PEC' }
    const police = { ...box, id: 4, name: 'Polizia' }
    const one = await openLine({ mailboxes: [box, pec, police] }, 'administrator')
    expect(one.findAll('li').map((part) => part.text())).toEqual([
      expect.stringContaining('Archivio'),
      'Segnalazioni, PEC, Polizia: Posta non raggiungibile, riprovo da solo',
    ])
    close()
    const each = await openLine(
      {
        mailboxes: [
          { ...box, id: 1, name: 'Tributi', state: 'idle' },
          { ...box, errorCode: 'mailbox_auth_failed' },
          { ...pec, errorCode: 'mailbox_tls_untrusted' },
          { ...police, state: 'no_secret' },
        ],
      },
      'administrator',
    )
    const parts = each.findAll('li').slice(1)
    expect(parts.map((part) => part.text())).toEqual([
      'Tributi: Posta collegata',
      'Posta ferma: Segnalazioni, PEC, Polizia',
    ])
    expect(parts[1]?.attributes('title')?.split('\n')).toEqual([
      expect.stringMatching(/^Segnalazioni: /),
      expect.stringMatching(/^PEC: /),
      'Polizia: Posta: manca la password su questa postazione',
    ])
    expect(parts[1]?.find('a').attributes('href')).toBe('/settings/mail')
  })

  it('shows nobody a way that ends at a closed door', async () => {
    const line = await openLine({ mailboxes: [{ ...box, errorCode: 'mailbox_auth_failed' }] }, 'mail')
    expect(line.text()).toContain('nome utente o password rifiutati')
    expect(line.find('a').exists()).toBe(false)
  })

  it('leads from what did not leave to the ticket where that is decided, the worst first', async () => {
    const line = await openLine({ outbox: { waiting: 1, failed: 1, uncertain: 0, automatic: 1 } }, 'mail', [
      {
        ...message,
        id: 10,
        to: ['nessuno@posta.example'],
        state: 'failed',
        errorCode: 'smtp_rejected',
        automatic: true,
      },
      { ...message, id: 9, to: ['anna@posta.example'], state: 'queued', errorCode: null },
      { ...message, id: 8, to: ['mario@posta.example'], state: 'failed', errorCode: 'smtp_rejected' },
    ])
    const parts = line.findAll('button')
    expect(parts.map((part) => part.text())).toEqual([
      '1 risposta in partenza',
      '1 risposta non inviata',
      '1 conferma automatica non partita',
    ])
    await parts[1]?.trigger('click')
    await flushPromises()
    const rows = [...document.querySelectorAll('[role=dialog] li')]
    expect(rows.map((row) => row.textContent?.replace(/\s+/g, ' ').trim())).toEqual([
      expect.stringMatching(/^Non inviata · mario@posta.example ?Il server di posta ha rifiutato il messaggio\. ?SEGN/),
      expect.stringMatching(/^Non inviata · automatica · nessuno@posta.example/),
      expect.stringMatching(/^In partenza · anna@posta.example ?SEGN/),
    ])
    expect(rows[0]?.querySelector('a')?.getAttribute('href')).toBe('/queue/40')
  })
})
