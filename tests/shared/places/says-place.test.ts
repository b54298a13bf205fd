import { describe, expect, it } from 'vitest'
import { saysPlace } from '@shared/places/says-place'

describe('a place that is typed', () => {
  it.each([
    ['via romana 12', 'Via Romana 12'],
    ['v. romana 12/a', 'Via Romana 12/A'],
    ['romana via 12', 'Via Romana 12'],
    ['citta lucca', 'Via della Città di Lucca'],
    ['p.za moro', 'Piazza Aldo Moro'],
    ['p.za a. moro 3', 'Piazza Aldo Moro 3'],
    ['s. andrea', "Via Sant'Andrea"],
    ['XXV aprile 7', 'Via 25 Aprile 7'],
    ['via dei tigli 12', 'Via delle Tigli 12'],
    ['via rom', 'Via Romana'],
    ['sp 23 km 4+300', 'SP 23 km 4+300'],
    ['via romana lunata 12', 'Via Romana 12'],
  ])('as "%s" is %s', (typed, text) => expect(saysPlace(typed, text, ['Lunata'])).toBe(true))

  it.each([
    ['via roma 10', 'Via del Pomario 10'],
    ['via di tiglio 12', 'Via dei Tigli 12'],
    // Behind a number the last word is whole.
    ['via roma 10', 'Via Romana 10'],
    ['via rom ', 'Via Romana'],
    ['via moro', 'Piazza Aldo Moro'],
    ['ortemsie', 'Via delle Ortensie'],
    ['', 'Via Romana'],
  ])('as "%s" is not %s for certain', (typed, text) => expect(saysPlace(typed, text)).toBe(false))
})
