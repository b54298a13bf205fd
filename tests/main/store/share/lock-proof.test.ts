import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { nodeProver } from '@main/store/share/fork-prover'
import { proveLocks } from '@main/store/share/lock-proof'
import { faultyLocks, lockShim } from '../../../support/shims'

// Many processes start here, on machines that may be busy.
vi.setConfig({ testTimeout: 180_000 })

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'proof-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

describe('two processes that fight over a file', () => {
  it('prove the locks of a sound disk, and leave nothing behind', async () => {
    expect(await proveLocks(folder, nodeProver())).toMatchObject({ ok: true })
    expect(await readdir(folder)).toEqual([])
  })

  it.skipIf(lockShim === null)('find a share that gives everybody every lock (needs gcc)', async () => {
    expect(await proveLocks(folder, nodeProver(faultyLocks('lost')))).toMatchObject({ ok: false, fault: 'lost' })
  })

  it.skipIf(lockShim === null)('find a share that does not raise a read lock, as Linux cifs (needs gcc)', async () => {
    expect(await proveLocks(folder, nodeProver(faultyLocks('raise')))).toMatchObject({ ok: false, fault: 'refused' })
  })

  it.skipIf(lockShim === null)('wait for a slow share and then trust it (needs gcc)', async () => {
    const proof = await proveLocks(folder, nodeProver(faultyLocks('slow:30')))
    expect(proof).toMatchObject({ ok: true })
    expect(proof.ok && proof.slowestMs).toBeGreaterThanOrEqual(30)
  })

  it.skipIf(lockShim === null)('do not hang with a share that hangs (needs gcc)', async () => {
    const proof = await proveLocks(folder, nodeProver(faultyLocks('hang')), { patienceMs: 2500 })
    expect(proof).toMatchObject({ ok: false, fault: 'silent' })
    expect(await readdir(folder)).toEqual([])
  })

  it.skipIf(lockShim === null)(
    'find two processes whose kernels keep their locks to themselves (needs gcc)',
    async () => {
      let machine = 0
      const fork = (): ReturnType<ReturnType<typeof nodeProver>> => nodeProver(faultyLocks(`apart:${(machine += 1)}`))()
      expect(await proveLocks(folder, fork)).toMatchObject({ ok: false, fault: 'lost' })
    },
  )

  it('say so when no second process can be started', async () => {
    const fork = (): ReturnType<ReturnType<typeof nodeProver>> => ({
      post: () => undefined,
      onMessage: () => undefined,
      onExit: (listener) => void setTimeout(listener),
      kill: () => undefined,
    })
    expect(await proveLocks(folder, fork)).toMatchObject({ ok: false, fault: 'unprovable' })
  })

  it('call a folder in which nothing can be made unusable', async () => {
    expect(await proveLocks(join(folder, 'manca'), nodeProver())).toMatchObject({ ok: false, fault: 'unusable' })
  })
})
