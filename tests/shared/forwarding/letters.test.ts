import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { answeringTimes, median } from '@shared/forwarding/answering-times'
import { chaseDay, chaseState, compareChase } from '@shared/forwarding/chase'
import { LETTER_WORDS, type LetterValues, fillLetter, unknownLetterWords } from '@shared/forwarding/letter-text'
import { withoutPerson } from '@shared/forwarding/without-person'
import { type Day, DAY_MS } from '@shared/kernel/instant'

const values = (over: Partial<LetterValues> = {}): LetterValues => ({
  ...(Object.fromEntries(LETTER_WORDS.map((word) => [word, ''])) as LetterValues),
  ...over,
})
const day = (text: string): Day => text as Day

describe('a letter', () => {
  it('says what is known and leaves out the lines of what is not', () => {
    const text =
      'Spett.le {ente},\n\nOggetto: {oggetto}\nFrazione: {frazione}\n\n{descrizione}\n\nSegnalante: {cittadino}\n\nSaluti'
    expect(fillLetter(text, values({ ente: 'Provincia', oggetto: 'Buca' }))).toBe(
      'Spett.le Provincia,\n\nOggetto: Buca\n\nSaluti',
    )
  })
  it('does not read braces in what people wrote', () => {
    expect(fillLetter('{descrizione}', values({ descrizione: 'C’è {ente} sul muro', ente: 'ANAS' }))).toBe(
      'C’è {ente} sul muro',
    )
    expect(unknownLetterWords('{ente} {boh} {boh}')).toEqual(['boh'])
  })
})

describe('what a letter does not need to say', () => {
  const person = { name: 'Maria Rossi', identifiers: ['335 1397378', 'maria@posta.example'] }
  const clean = (text: string): string => withoutPerson(text, person, '…')

  it('is who reported, how to reach them, and their tax code', () => {
    expect(clean('Sono ROSSI Maria, tel. 335/1397378 o 0583 428 999, maria@posta.example, RSSMRA80A01B648X')).toBe(
      'Sono …, tel. … o …, …, …',
    )
  })
  it('is not the road, the house, the chainage or the day', () => {
    const said = 'In via Maria Rossini 12/A, SP 23 km 4+300, dal 12/11/2026, lampione 1234, ore 18.30'
    expect(clean(said)).toBe(said)
  })
  it('never leaves a telephone number or an address in, wherever it stands', () => {
    const noise = fc.constantFrom('', ' ', ', ', '. ', ' chiamare ', ' (', ') ', '\n')
    const number = fc
      .tuple(
        fc.constantFrom('', '+39 ', '0039'),
        fc.integer({ min: 3_200_000_000, max: 3_999_999_999 }),
        fc.constantFrom('', ' ', '.', '/', '-'),
      )
      .map(([prefix, digits, gap]) => `${prefix}${String(digits).slice(0, 3)}${gap}${String(digits).slice(3)}`)
    fc.assert(
      fc.property(noise, number, noise, (before, phone, after) => {
        expect(clean(`Buca${before === '' ? ' ' : before}${phone}${after === '' ? ' ' : after}pericolosa`)).not.toMatch(
          /\d{6}/,
        )
      }),
      { numRuns: 300 },
    )
  })
})

describe('the day on which a body is asked again', () => {
  const calendar = {
    zone: 'Europe/Rome',
    hours: {
      '1': [{ from: '09:00', to: '12:30' }],
      '2': [],
      '3': [],
      '4': [],
      '5': [{ from: '09:00', to: '12:30' }],
      '6': [],
      '7': [],
    },
    patron: null,
    closures: [day('2026-12-04')],
  }
  it('is one on which somebody sits in the office', () => {
    expect(chaseDay(day('2026-11-23'), 7, calendar)).toBe('2026-11-30')
    // Tuesday, then Friday the 4th is closed: Monday.
    expect(chaseDay(day('2026-11-24'), 7, calendar)).toBe('2026-12-07')
  })
  it('comes, and the body stands at the top; an answer stands below it, the rest by its day', () => {
    const today = day('2026-11-23')
    const one = (chaseOn: string | null, answered = false) => ({ chaseOn: chaseOn as Day | null, answered })
    expect(chaseState(one('2026-11-23'), today)).toBe('overdue')
    expect(chaseState(one('2026-11-24'), today)).toBe('quiet')
    expect(chaseState(one('2026-11-01', true), today)).toBe('answered')
    const list = [one(null), one('2026-12-01'), one('2026-11-01', true), one('2026-11-20'), one('2026-11-01')]
    expect(list.toSorted((a, b) => compareChase(a, b, today)).map(({ chaseOn }) => chaseOn)).toEqual([
      '2026-11-01',
      '2026-11-20',
      '2026-11-01',
      '2026-12-01',
      null,
    ])
  })
})

describe('how long a body takes', () => {
  const at = (days: number): number => days * DAY_MS
  it('is the median of what it answered; what still lies there is counted beside it', () => {
    const times = answeringTimes([
      { beganAt: at(0), answeredAt: at(4), endedAt: at(5), overdue: false },
      { beganAt: at(0), answeredAt: at(10), endedAt: null, overdue: true },
      { beganAt: at(0), answeredAt: null, endedAt: at(3), overdue: false },
      { beganAt: at(70), answeredAt: null, endedAt: null, overdue: true },
      { beganAt: at(95), answeredAt: null, endedAt: null, overdue: false },
    ])
    expect(times).toEqual({ forwarded: 5, answered: 2, open: 2, overdue: 1, medianDays: 7, oldestOpenAt: at(70) })
    expect(answeringTimes([])).toMatchObject({ medianDays: null, oldestOpenAt: null })
  })
  it('has a median with as many below as above it', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1 }), (list) => {
        const middle = median(list) ?? Number.NaN
        expect(list.filter((one) => one < middle).length).toBeLessThanOrEqual(list.length / 2)
        expect(list.filter((one) => one > middle).length).toBeLessThanOrEqual(list.length / 2)
      }),
    )
  })
})
