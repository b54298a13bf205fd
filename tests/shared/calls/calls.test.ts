import { describe, expect, it } from 'vitest'
import { RINGS_FOR_MS, TALKS_FOR_MS, callState } from '@shared/calls/call-state'
import { readNumber } from '@shared/calls/caller-number'
import { readCtiEvent } from '@shared/calls/cti-event'
import { lineOf, ringsHere } from '@shared/calls/lines'
import { type Instant, asInstant } from '@shared/kernel/instant'

describe('a number as switchboards say it', () => {
  it('is the same number in every form', () => {
    for (const said of [
      '393351397378',
      '+39 335 139 7378',
      '0039335/1397378',
      '335.1397378',
      'sip:3351397378@pbx.local',
    ])
      expect([said, readNumber(said)]).toEqual([said, { display: '335 139 7378', key: '351397378' }])
    expect(readNumber('390583429211')).toEqual({ display: '0583 429211', key: '583429211' })
    expect(readNumber('493055571600').key).toBe('055571600')
    expect(readNumber('493055571600').display).toContain('+49')
  })

  it('is an inside number as it came, and nothing where it is hidden', () => {
    expect(readNumber('101')).toEqual({ display: '101', key: '101' })
    expect(readNumber('URP')).toEqual({ display: 'URP', key: 'urp' })
    for (const hidden of ['', 'anonymous', 'Unknown', 'sip:anonymous@anonymous.invalid', '-'])
      expect([hidden, readNumber(hidden)]).toEqual([hidden, { display: '', key: '' }])
  })
})

describe('an event of the switchboard', () => {
  it('is read from a form and from JSON, and what is no event is not', () => {
    expect(
      readCtiEvent({ event: 'newCall', callId: 7, from: 393351397378, to: null, 'user[]': ['Anna', 'Maria'] }),
    ).toEqual({
      event: 'newCall',
      callId: '7',
      from: '393351397378',
      to: '',
      direction: 'in',
      user: 'Anna, Maria',
      queue: '',
      answeringNumber: '',
      cause: '',
    })
    for (const wrong of [
      {},
      { event: 'newCall' },
      { event: 'ring', callId: '1' },
      { event: 'newCall', callId: '' },
      { event: 'newCall', callId: 'x'.repeat(201) },
      { event: 'newCall', callId: '1', from: { number: '1' } },
      { event: 'newCall', callId: '1', direction: 'inside' },
    ])
      expect([wrong, readCtiEvent(wrong)]).toEqual([wrong, null])
  })
})

describe('how a call stands', () => {
  const NOON = asInstant(Date.UTC(2026, 10, 23, 11))
  const after = (ms: number): Instant => asInstant(NOON + ms)
  const call = { direction: 'in', startedAt: NOON, answeredAt: null, endedAt: null, cause: '', takenAt: null } as const

  it('rings, is missed when it ends or when the switchboard says no more', () => {
    expect(callState(call, after(20_000))).toBe('ringing')
    expect(callState({ ...call, endedAt: after(30_000), cause: 'cancel' }, after(40_000))).toBe('missed')
    expect(callState(call, after(RINGS_FOR_MS + 1))).toBe('missed')
  })

  it('is spoken, then answered, by the switchboard or because somebody opened the form', () => {
    const answered = { ...call, answeredAt: after(9000) }
    expect(callState(answered, after(RINGS_FOR_MS * 2))).toBe('talking')
    expect(callState({ ...answered, endedAt: after(90_000), cause: 'normalClearing' }, after(99_000))).toBe('answered')
    expect(callState(answered, after(TALKS_FOR_MS + 1))).toBe('answered')
    const taken = { ...call, takenAt: after(5000), endedAt: after(90_000) }
    expect(callState({ ...taken, cause: 'normalClearing' }, after(99_000))).toBe('answered')
    // The form was opened, and they had rung off: nobody spoke with them.
    expect(callState({ ...taken, cause: 'cancel' }, after(99_000))).toBe('missed')
  })

  it('is made where it went out', () => {
    expect(callState({ ...call, direction: 'out' }, after(1))).toBe('made')
  })
})

describe('lines', () => {
  const LINES = [
    { name: 'Sportello', number: '0583 428711' },
    { name: 'Cantoniere', number: '335/1397378' },
    { name: 'Guasti', number: 'guasti' },
  ]
  it('are known by the number called or the group, and ring where the desk wants them', () => {
    const [desk, mobile, group] = LINES
    expect(lineOf(LINES, [readNumber('390583428711').key, ''])).toBe(desk)
    expect(lineOf(LINES, ['101', readNumber('Guasti').key])).toBe(group)
    expect(lineOf(LINES, ['', ''])).toBeNull()
    expect(ringsHere(mobile ?? null, null)).toBe(true)
    expect(ringsHere(mobile ?? null, ['583428711'])).toBe(false)
    expect(ringsHere(mobile ?? null, ['351397378'])).toBe(true)
    expect(ringsHere(null, [])).toBe(true)
  })
})
