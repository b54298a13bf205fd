import { afterEach, describe, expect, it } from 'vitest'
import { asInstant } from '@shared/kernel/instant'
import type { Delivery } from '@shared/mail/delivery'
import DeliveryList from '@/features/ticket/timeline/DeliveryList.vue'
import { mountPart } from '../../support/mount-part'

const delivery = (more: Partial<Delivery>): Delivery => ({
  to: 'mario@pec.example',
  state: 'waiting',
  certified: false,
  isExternal: false,
  reason: '',
  receipts: [],
  ...more,
})
const receipt = (word: Delivery['receipts'][number]['word'], certified: boolean) => ({
  word,
  at: asInstant(Date.UTC(2026, 10, 26, 9)),
  certified,
  sha256: 'a'.repeat(64),
})

let unmount = (): void => undefined
afterEach(() => unmount())
const lines = (...deliveries: readonly Delivery[]) => {
  const { wrapper } = mountPart(DeliveryList, { deliveries })
  unmount = () => wrapper.unmount()
  return wrapper.findAll('li')
}

describe('how far a mail got', () => {
  it('is said in words for each recipient, with what the other server answered', () => {
    const [mario, carla] = lines(
      delivery({ state: 'delivered', certified: true, receipts: [receipt('avvenuta-consegna', true)] }),
      delivery({ to: 'carla@pec.example', state: 'undeliverable', reason: '5.1.1 casella inesistente' }),
    )
    expect(mario?.text()).toMatch(/mario@pec\.example\s*consegnata/)
    expect(mario?.text()).not.toContain('firma non verificata')
    expect(carla?.text()).toMatch(/mancata consegna\s*5\.1\.1 casella inesistente/)
  })

  it('promises no delivery receipt from an ordinary mailbox', () => {
    const [external, certified] = lines(
      delivery({ state: 'accepted', isExternal: true }),
      delivery({ state: 'accepted' }),
    )
    expect(external?.text()).toContain('la consegna non viene confermata')
    expect(certified?.text()).not.toContain('non viene confermata')
  })

  it('hands out each receipt as it came, and says whose signature was not verified', () => {
    const [line] = lines(
      delivery({ state: 'undeliverable', receipts: [receipt('errore-consegna', false), receipt('bounced', false)] }),
    )
    const links = line?.findAll('a') ?? []
    expect(links.map((link) => link.attributes('download'))).toEqual([
      'ricevuta-errore-consegna.eml',
      'ricevuta-bounced.eml',
    ])
    expect(links[0]?.text()).toContain('(firma non verificata)')
    // Nobody signs an ordinary report: that it is not signed says nothing.
    expect(links[1]?.text()).not.toContain('(firma non verificata)')
  })
})
