import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DEFAULT_EMERGENCY_WORDS } from '@shared/tickets/default-emergency-words'
import { emergencyFinder } from '@shared/tickets/emergency'

const find = emergencyFinder(DEFAULT_EMERGENCY_WORDS)

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
    '',
  ])('stays silent for %s', (text) => {
    expect(find(text)).toEqual([])
  })

  it('listens for what the office wrote into its own list, whatever it wrote', () => {
    expect(emergencyFinder(['Ponte di ferro chiuso'])('il ponte in ferro è stato chiuso')).toEqual([
      'Ponte di ferro chiuso',
    ])
    expect(emergencyFinder(['', '  ', '!!'])('una frana')).toEqual([])
    fc.assert(fc.property(fc.array(fc.string()), fc.string(), (phrases, text) => void emergencyFinder(phrases)(text)))
  })

  it('hears each phrase of its own default list', () => {
    for (const phrase of DEFAULT_EMERGENCY_WORDS) expect(find(`Attenzione: ${phrase}!`)).toContain(phrase)
  })
})
