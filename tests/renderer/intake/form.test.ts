import { describe, expect, it } from 'vitest'
import type { DistrictId } from '@shared/kernel/ids'
import { emptyForm, newPersonFrom, placeOf } from '@/features/intake/form'

describe('what was typed of somebody new', () => {
  it.each([
    ['Carla Benedetti 0583 935521', 'Carla Benedetti', '0583 935521'],
    ['0583 935521 Carla Benedetti', 'Carla Benedetti', '0583 935521'],
    ['Carla Benedetti, tel. +39 335 1397378', 'Carla Benedetti', '+39 335 1397378'],
    ['tel. 0583 935521', '', '0583 935521'],
    ['0583 935521', '', '0583 935521'],
    ["Dell'Orto Piero", "Dell'Orto Piero", ''],
    ['Bar 900', 'Bar 900', ''],
  ])('"%s" is a name and a number', (typed, name, phone) => {
    expect(newPersonFrom(typed)).toEqual({ name, phone, email: '' })
  })
})

describe('how well a place is known that is only written', () => {
  const lammari = 4 as DistrictId
  it.each([
    ['dietro il campo sportivo di Lammari', null, 'none'],
    ['dietro il campo sportivo di Lammari', lammari, 'district'],
    ['via Romana', null, 'street'],
    ['via Romana 12', null, 'address'],
    ['SP 23 km 4+300', null, 'street'],
  ])('"%s" in district %s: %s', (placeText, districtId, precision) => {
    expect(placeOf({ ...emptyForm('counter'), placeText, districtId })).toMatchObject({ precision })
  })
})
