import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DEFAULT_EMERGENCY_WORDS } from '@shared/tickets/default-emergency-words'
import { asksToVerify, emergencyFinder } from '@shared/tickets/emergency'
import { TICKET_STATUSES, type TicketStatus } from '@shared/tickets/vocabulary'

const finder = emergencyFinder(DEFAULT_EMERGENCY_WORDS)
const find = (text: string): string[] => finder(text).map(({ phrase }) => phrase)

describe('emergency words', () => {
  it.each([
    ['Buongiorno, in via di Sottomonte c’è una FRANA sulla carreggiata', 'frana'],
    ['ci sono delle frane dopo il temporale', 'frana'],
    ['Alberi caduti sulle strade di Vorno', 'albero caduto sulla strada'],
    ['È caduto un grosso albero in mezzo alla strada', 'albero caduto sulla strada'],
    ['un palo della luce è caduto nel fosso', 'palo caduto'],
    ['cavi elettrici scoperti vicino alla scuola', 'cavo scoperto'],
    ['Si sente un forte odore di gas', 'odore di gas'],
    ['fughe di gas?', 'fuga di gas'],
    ['si è aperta una voragine', 'voragine'],
    ['Toccando il lampione si prende la scossa', 'prende la scossa'],
    ['Il tombino è senza il coperchio', 'tombino senza coperchio'],
    ['è caduto un palo in giardino', 'palo caduto'],
    ['Sulla strada c’è un albero caduto', 'albero caduto sulla strada'],
    ['Un ramo si è spezzato ed è caduto sulla strada', 'ramo caduto sulla strada'],
    ['Una pianta è caduta, la strada è bloccata', 'pianta caduta sulla strada'],
    ['La strada è bloccata e un albero è caduto', 'albero caduto sulla strada'],
    ['è crollata una parte del muro', 'muro crollato'],
  ])('hears %s', (text, phrase) => {
    expect(find(text)).toContain(phrase)
  })

  it.each([
    'Lampione spento in via Romana da tre giorni',
    'Nessuna fuga di gas, solo il contatore rumoroso',
    'Per fortuna non ci sono frane',
    'Buca in via della Frana 12',
    'Il signor Franco chiede il taglio dell’erba',
    'Albero da potare in giardino. Il cestino è caduto. Sulla strada passano i camion',
    'Palo storto; chiedo anche quando è caduta la festa del patrono',
    'La strada è molto frequentata e ci sono alberi bellissimi lungo tutto il viale, ieri però mio figlio è caduto',
    'Sono caduto vicino al palo della luce',
    'sono caduta contro un palo',
    'il tombino è senza la targhetta e il cancello è aperto',
    'il palo è storto, la bicicletta è caduta',
    '',
  ])('stays silent for %s', (text) => {
    expect(find(text)).toEqual([])
  })

  it('quotes the words as they were written', () => {
    expect(finder('Ieri un  PALO della luce è caduto, nel fosso')).toEqual([
      { phrase: 'palo caduto', said: 'PALO della luce è caduto' },
    ])
  })

  it('listens for what the office wrote into its own list, whatever it wrote', () => {
    expect(emergencyFinder(['Ponte di ferro chiuso'])('il ponte in ferro è stato chiuso')).toEqual([
      { phrase: 'Ponte di ferro chiuso', said: 'ponte in ferro è stato chiuso' },
    ])
    expect(emergencyFinder(['', '  ', '!!'])('una frana')).toEqual([])
    fc.assert(fc.property(fc.array(fc.string()), fc.string(), (phrases, text) => void emergencyFinder(phrases)(text)))
  })

  it('hears each phrase of its own default list', () => {
    for (const phrase of DEFAULT_EMERGENCY_WORDS) expect(find(`Attenzione: ${phrase}!`)).toContain(phrase)
  })
})

describe('what an emergency asks for', () => {
  it('is a look at once until the work is done, and none after', () => {
    const asks = (status: TicketStatus, emergency = true) => asksToVerify({ emergency, status })
    expect(TICKET_STATUSES.filter((status) => !asks(status))).toEqual(['done', 'closed', 'merged'])
    expect(asks('new', false)).toBe(false)
  })
})
