import { describe, expect, it } from 'vitest'
import { isCandidate, samePersonReasons } from '@shared/contacts/same-person'
import { isSharedAddress } from '@shared/contacts/shared-address'

describe('a mailbox that several people write from', () => {
  it('is told by how it begins', () => {
    for (const address of [
      'info@x.example',
      'Segreteria.scuola@x.example',
      'ufficio-tecnico@x.example',
      'info2@x.example',
    ])
      expect([address, isSharedAddress(address)]).toEqual([address, true])
    for (const address of [
      'informatica.rossi@x.example',
      'infante@x.example',
      'mario@info.example',
      'mailo@x.example',
      'x',
    ])
      expect([address, isSharedAddress(address)]).toEqual([address, false])
  })
})

describe('two rows', () => {
  const person = (name: string, ...mails: string[]) => ({
    name,
    address: '',
    identifiers: mails.map((key) => ({ kind: 'email' as const, key })),
  })

  it('may be one person by an address of their own, never by a shared one', () => {
    const own = samePersonReasons(person('A', 'a@x.example'), person('B', 'a@x.example'))
    expect([own, isCandidate(own)]).toEqual([['same_email'], true])
    const shared = samePersonReasons(person('A', 'info@x.example'), person('B', 'info@x.example'))
    expect([shared, isCandidate(shared)]).toEqual([['shared_address'], false])
  })

  it('have the same name in any order of its words, but one word is no name', () => {
    expect(samePersonReasons(person('Niccolò Rossi'), person('ROSSI NICCOLO'))).toEqual(['same_name'])
    expect(samePersonReasons(person('Maria'), person('Maria'))).toEqual([])
  })
})
