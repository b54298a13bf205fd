import { describe, expect, it } from 'vitest'
import { KEY_REFUSED } from '@shared/kernel/close-codes'
import { createWebBridge, type Socket } from '@/client/web-bridge'

/** A socket in the test's hands. */
class TestSocket implements Socket {
  readonly sent: string[] = []
  readonly #listeners: Record<string, ((event: { data: unknown; code?: number }) => void)[]> = {}
  send(data: string): void {
    this.sent.push(data)
  }
  close(): void {
    this.tell('close')
  }
  addEventListener(type: string, listener: (event: { data: unknown; code?: number }) => void): void {
    ;(this.#listeners[type] ??= []).push(listener)
  }
  tell(type: string, data: unknown = undefined, code?: number): void {
    for (const listener of this.#listeners[type] ?? []) listener({ data, ...(code === undefined ? {} : { code }) })
  }
}

const openedBridge = (first = 'connected') => {
  const socket = new TestSocket()
  const states: string[] = []
  const events: string[] = []
  const bridge = createWebBridge({ open: () => socket, delay: () => 60_000 })
  bridge.onConnection((state) => states.push(state))
  bridge.subscribe((event) => events.push(event.name))
  const host = (state: string): void => socket.tell('message', JSON.stringify({ event: 'engine', payload: { state } }))
  host(first)
  return { socket, states, events, bridge, host }
}

describe('a browser hears from its host how the engine is', () => {
  it('shows the line as lost while the engine is silent, without giving up the call under way', async () => {
    const { socket, states, events, bridge, host } = openedBridge()
    const underWay = bridge.invoke('tickets.create', {})
    host('lost')
    const during = await bridge.invoke('tickets.list', {})
    expect(during).toMatchObject({ ok: false, error: { code: 'engine_unreachable' } })
    host('connected')
    socket.tell('message', JSON.stringify({ id: 1, result: { ok: true, value: 7 } }))
    expect(await underWay).toEqual({ ok: true, value: 7 })
    expect(states).toEqual(['connecting', 'connected', 'lost', 'connected'])
    expect(events).toEqual([])
  })

  it('answers the calls under way when the line itself breaks', async () => {
    const { socket, states, bridge } = openedBridge()
    const underWay = bridge.invoke('tickets.create', {})
    socket.close()
    expect(await underWay).toMatchObject({ ok: false, error: { code: 'engine_unreachable' } })
    expect(states.at(-1)).toBe('lost')
  })

  it('keeps the line, and the calls under way on it, when one is larger than the host takes', async () => {
    const { socket, states, bridge } = openedBridge()
    const underWay = bridge.invoke('tickets.list', {})
    const outline = Array.from({ length: 100_000 }, () => [10.523_456_7, 43.823_456_7])
    const answer = await bridge.invoke('places.addArea', { outline })
    expect(answer).toMatchObject({ ok: false, error: { code: 'invalid_input' } })
    expect(socket.sent).toHaveLength(1)
    socket.tell('message', JSON.stringify({ id: 1, result: { ok: true, value: 7 } }))
    expect(await underWay).toEqual({ ok: true, value: 7 })
    expect(states.at(-1)).toBe('connected')
  })

  it('waits with an engine that is still starting, and loses no call made meanwhile', async () => {
    const { socket, states, bridge, host } = openedBridge('connecting')
    const early = bridge.invoke('desk.status', {})
    expect(socket.sent).toHaveLength(1)
    host('connected')
    socket.tell('message', JSON.stringify({ id: 1, result: { ok: true, value: 'here' } }))
    expect(await early).toEqual({ ok: true, value: 'here' })
    expect(states).toEqual(['connecting', 'connected'])
  })

  it('is not open before the host has spoken, however open the socket is', () => {
    const socket = new TestSocket()
    const bridge = createWebBridge({ open: () => socket, delay: () => 60_000 })
    void bridge.invoke('desk.status', {})
    socket.tell('open')
    expect(socket.sent).toEqual([])
    socket.tell('message', JSON.stringify({ event: 'engine', payload: { state: 'connected' } }))
    expect(socket.sent).toHaveLength(1)
  })

  it('gives up with a key that was used, and answers whoever waited', async () => {
    const socket = new TestSocket()
    const states: string[] = []
    let opened = 0
    const bridge = createWebBridge({
      open: () => {
        opened += 1
        return socket
      },
      delay: () => 0,
    })
    bridge.onConnection((state) => states.push(state))
    const waiting = bridge.invoke('desk.status', {})
    socket.tell('close', undefined, KEY_REFUSED)
    expect(await waiting).toMatchObject({ ok: false, error: { code: 'engine_unreachable' } })
    expect(await bridge.invoke('desk.status', {})).toMatchObject({ ok: false })
    // Another try would be made after no delay at all: by the next turn of the timers.
    await new Promise((resolve) => setTimeout(resolve))
    expect([opened, states]).toEqual([1, ['connecting', 'refused']])
  })

  it('hears that the engine cannot start, asks for another try, and gives up no call in silence', async () => {
    const { socket, states, bridge, host } = openedBridge('connecting')
    const troubles: unknown[] = []
    bridge.onTrouble((trouble) => troubles.push(trouble))
    const underWay = bridge.invoke('desk.status', {})
    socket.tell('message', JSON.stringify({ event: 'engine', payload: { state: 'failed', code: 'disk_full' } }))
    expect(await underWay).toMatchObject({ ok: false, error: { code: 'engine_unreachable' } })
    expect(states.at(-1)).toBe('lost')
    bridge.retry()
    expect(socket.sent.at(-1)).toBe('{"id":0,"name":"host.retry"}')
    host('connecting')
    host('connected')
    expect(states.at(-1)).toBe('connected')
    expect(troubles).toEqual([null, { code: 'disk_full' }, null])
  })
})
