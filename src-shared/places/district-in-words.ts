import { fold } from '../search/fold'
import { splitAddress } from './address'

interface Named {
  readonly name: string
}

/**
 * The one district whose whole name stands in a place: `dietro il campo sportivo di Lammari`. A street's name says nothing
 * (`via di Lammari` may lie elsewhere); neither do two districts at once.
 */
export const districtInWords = <D extends Named>(placeText: string, districts: readonly D[]): D | null => {
  const words = ` ${fold(splitAddress(placeText).locality)} `
  const named = districts.filter(({ name }) => fold(name) !== '' && words.includes(` ${fold(name)} `))
  // "San Martino in Colle" is not "Colle" too.
  const whole = named.filter(
    (one) => !named.some((other) => other !== one && ` ${fold(other.name)} `.includes(` ${fold(one.name)} `)),
  )
  return whole.length === 1 ? (whole[0] ?? null) : null
}
