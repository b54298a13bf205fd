import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Neighbour, standingOf } from '@main/store/share/standing'

interface Desk {
  readonly desk: string
  readonly boot: string
  role: Neighbour['role']
  up: boolean
}

/** Desks on several machines that come, die and look around in any order; a handshake ends as the share's locks deserve. */
const office = (
  machines: readonly number[],
  moves: readonly { readonly who: number; readonly dies: boolean }[],
  sound: boolean,
): Desk[] => {
  const desks: Desk[] = machines.map((machine, index) => ({
    desk: `d${index}`,
    boot: `m${machine}`,
    role: 'candidate',
    up: true,
  }))
  let first: { desk: string } | null = null
  const living = (): Desk[] => desks.filter(({ up }) => up)
  const check = (): void => {
    const writing = new Set(
      living()
        .filter(({ role }) => role === 'trusted')
        .map(({ boot }) => boot),
    )
    if (!sound) expect(writing.size).toBeLessThanOrEqual(1)
  }
  const lookAround = (me: Desk): void => {
    if (me.role === 'refused') return
    const standing = standingOf({
      me: { desk: me.desk, boot: me.boot, trusted: me.role === 'trusted' },
      first,
      others: desks
        .filter((other) => other !== me)
        .map(({ desk, boot, role, up }) => ({ desk, boot, role, alive: up })),
    })
    switch (standing.do) {
      case 'claim':
        if (first !== null) return
        first = { desk: me.desk }
        me.role = 'trusted'
        return
      case 'take_over':
        if (first?.desk !== standing.from) return
        first = { desk: me.desk }
        me.role = 'trusted'
        return
      case 'trust':
        me.role = 'trusted'
        return
      case 'ask': {
        const witness = desks.find(({ desk }) => desk === standing.witness)
        expect(witness).toMatchObject({ up: true, role: 'trusted' })
        me.role = sound || witness?.boot === me.boot ? 'trusted' : 'refused'
      }
    }
  }
  for (const { who, dies } of moves) {
    const me = desks[who % desks.length]
    if (me === undefined || !me.up) continue
    if (dies && living().length > 1) me.up = false
    else lookAround(me)
    check()
  }
  // Then everybody who is left looks around in peace.
  for (let round = 0; round < 4; round += 1)
    for (const me of living()) {
      lookAround(me)
      check()
    }
  return living()
}

const machines = fc.array(fc.nat(2), { minLength: 1, maxLength: 5 })
const moves = fc.array(fc.record({ who: fc.nat(4), dies: fc.boolean() }), { maxLength: 30 })

describe('who may write on a share', () => {
  it('is never more than one machine when its locks are lost', () => {
    fc.assert(
      fc.property(machines, moves, (some, order) => void office(some, order, false)),
      { numRuns: 2000 },
    )
  })

  it('is every desk, in the end, when its locks hold', () => {
    fc.assert(
      fc.property(machines, moves, (some, order) => {
        expect(office(some, order, true).map(({ role }) => role)).toEqual(
          office(some, order, true).map(() => 'trusted'),
        )
      }),
      { numRuns: 2000 },
    )
  })
})
