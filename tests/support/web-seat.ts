import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { WebSocket } from 'ws'
import type { Client, Contract } from '@shared/contract'
import { clientOf } from '@shared/contract/define'
import { appError } from '@shared/kernel/app-error'
import { type Result, err } from '@shared/kernel/result'

const HOST = resolve(import.meta.dirname, '../../out/main/web.js')

interface Frame {
  readonly id?: number
  readonly result?: Result<unknown>
  readonly event?: string
  readonly payload?: unknown
}

/** A page's line to the web host, without a browser around it. */
export interface WebLine {
  readonly client: Client
  onEvent(listener: (name: string, payload: unknown) => void): void
}

/** The web host as `serve` starts it, with its engine, on a store. */
export interface WebSeat {
  line(): Promise<WebLine>
  /** Ends the engine at once; the host starts another. */
  killEngine(): void
  stop(): Promise<void>
}

export const openWebSeat = async (store: string, userFolder: string): Promise<WebSeat> => {
  const child = spawn(process.execPath, [HOST, '--user-data', userFolder, '--store', store], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const ended = once(child, 'exit')
  const [first] = (await Promise.race([
    once(createInterface({ input: child.stdout }), 'line'),
    ended.then(() => {
      throw new Error('the web host ended before it named its address')
    }),
  ])) as [string]
  const address = new URL((JSON.parse(first) as { url: string }).url)
  const token = address.hash.slice('#token='.length)
  let cookie = ''
  const sockets = new Set<WebSocket>()

  const connect = async (): Promise<WebSocket> => {
    const query = cookie === '' ? `?token=${token}` : ''
    const socket = new WebSocket(`ws://${address.host}/desk${query}`, {
      headers: { origin: address.origin, ...(cookie === '' ? {} : { cookie }) },
    })
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('upgrade', ({ headers }) => {
      cookie = (headers['set-cookie']?.[0] ?? cookie).split(';')[0] ?? ''
    })
    await once(socket, 'open')
    return socket
  }

  return {
    line: async () => {
      const waiting = new Map<number, (result: Result<unknown>) => void>()
      const listeners = new Set<(name: string, payload: unknown) => void>()
      let lastId = 0
      let socket: WebSocket | null = null
      const open = async (): Promise<WebSocket> => {
        const opened = await connect()
        opened.on('message', (text) => {
          const frame = JSON.parse(String(text)) as Frame
          if (frame.event !== undefined) for (const listener of listeners) listener(frame.event, frame.payload)
          else if (frame.id !== undefined && frame.result !== undefined) waiting.get(frame.id)?.(frame.result)
        })
        opened.on('close', () => {
          if (socket === opened) socket = null
          for (const answer of waiting.values()) answer(err(appError('engine_unreachable')))
          waiting.clear()
        })
        return opened
      }
      socket = await open()
      const invoke = async (name: string, input: unknown): Promise<Result<unknown>> => {
        socket ??= await open().catch(() => null)
        const line = socket
        if (line === null) return err(appError('engine_unreachable'))
        lastId += 1
        const id = lastId
        return new Promise((answer) => {
          waiting.set(id, answer)
          line.send(JSON.stringify({ id, name, input }))
        })
      }
      return { client: clientOf<Contract>(invoke), onEvent: (listener) => void listeners.add(listener) }
    },
    killEngine: () => process.kill(Number(enginesOf(child)[0]), 'SIGKILL'),
    stop: async () => {
      for (const socket of sockets) socket.terminate()
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM')
      await ended
    },
  }
}

const enginesOf = ({ pid }: ChildProcess): string[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ')
