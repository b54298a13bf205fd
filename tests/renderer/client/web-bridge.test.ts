import { describe, expect, it } from 'vitest'
import { createWebBridge, type Socket } from '@/client/web-bridge'

/** A socket in the test's hands. */
class TestSocket implements Socket {
  readonly sent: string[] = []
  readonly #listeners: Record<string, ((event: { data: unknown }) => void)[]> = {}
  send(data: string): void {
    this.sent.push(data)
  }
  close(): void {
    this.tell('close')
  }
  addEventListener(type: string, listener: (event: { data: unknown }) => void): void {
    ;(this.#listeners[type] ??= []).push(listener)
  }
  tell(type: string, data: unknown = undefined): void {
    for (const listener of this.#listeners[type] ?? []) listener({ data })
  }
}

const openedBridge = () => {
  const socket = new TestSocket()
  const states: string[] = []
  const events: string[] = []
  const bridge = createWebBridge({ open: () => socket, delay: () => 60_000 })
  bridge.onConnection((state) => states.push(state))
  bridge.subscribe((event) => events.push(event.name))
  socket.tell('open')
  const host = (state: string): void => socket.tell('message', JSON.stringify({ event: 'engine', payload: { state } }))
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

  it('keeps the first calls while the desk is still starting, and gives them up when it is away', async () => {
    const sockets: TestSocket[] = []
    const states: string[] = []
    const bridge = createWebBridge({
      open: () => {
        sockets.push(new TestSocket())
        return sockets.at(-1) ?? new TestSocket()
      },
      delay: () => 0,
    })
    bridge.onConnection((state) => states.push(state))
    const refuseLine = async (): Promise<void> => {
      const before = sockets.length
      sockets.at(-1)?.tell('error')
      await expect.poll(() => sockets.length).toBe(before + 1)
    }
    const first = bridge.invoke('accounts.signIn', {})
    await refuseLine()
    await refuseLine()
    expect(states).toEqual(['connecting'])
    sockets.at(-1)?.tell('open')
    expect(sockets.at(-1)?.sent).toHaveLength(1)
    sockets.at(-1)?.tell('message', JSON.stringify({ id: 1, result: { ok: true, value: 7 } }))
    expect(await first).toEqual({ ok: true, value: 7 })

    const away = createWebBridge({
      open: () => sockets[sockets.push(new TestSocket()) - 1] ?? new TestSocket(),
      delay: () => 0,
    })
    const never = away.invoke('accounts.signIn', {})
    for (let lines = 0; lines < 6; lines += 1) await refuseLine()
    expect(await never).toMatchObject({ ok: false, error: { code: 'engine_unreachable' } })
  })

  it('answers the calls under way when the line itself breaks', async () => {
    const { socket, states, bridge } = openedBridge()
    const underWay = bridge.invoke('tickets.create', {})
    socket.close()
    expect(await underWay).toMatchObject({ ok: false, error: { code: 'engine_unreachable' } })
    expect(states.at(-1)).toBe('lost')
  })
})
