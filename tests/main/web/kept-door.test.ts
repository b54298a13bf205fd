import { mkdtempSync, rmSync } from 'node:fs'
import { type IncomingMessage, type ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { KeptReports } from '@main/host/kept-reports'
import { answerKept } from '@main/web/kept-door'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kept-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

it('keeps a report letter by letter, wherever the network cuts it', async () => {
  const report = {
    key: 'una-chiave',
    store: 'a.db',
    userId: 1,
    userName: 'Anna',
    at: 1,
    input: { subject: 'È già lì' },
  }
  const bytes = Buffer.from(JSON.stringify(report))
  const pieces = [...bytes].map((byte) => Buffer.from([byte]))
  const request = Object.assign(Readable.from(pieces, { objectMode: false }), {
    method: 'PUT',
    url: '/kept/una-chiave',
  })
  const kept = new KeptReports(folder)
  let status = 0
  const response = {
    writeHead: (code: number) => {
      status = code
      return response
    },
    end: () => response,
  }
  await answerKept(
    request as unknown as IncomingMessage,
    response as unknown as ServerResponse,
    kept,
    '/kept/una-chiave',
  )
  expect(status).toBe(204)
  expect(kept.list()).toEqual([report])
})
