import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import Database from 'better-sqlite3'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type AuditFacts, CHAIN_START } from '@shared/audit/canonical'
import { Act, acting } from '@main/store/audit/acting'
import { AuditCheck, type CheckedRow } from '@main/store/audit/audit-check'
import { auditHash, sha256Hex } from '@main/store/audit/audit-hash'
import { checkAudit, checkAuditRows } from '@main/store/audit/check-audit'
import { checkExported } from '@main/store/audit/exported-line'
import { auditHeads } from '@main/store/copies/database-copy'
import { openStore } from '@main/store/open'
import type { Store } from '@main/store/store'
import { verifyStore } from '@main/store/verify'
import { makeOfficeStore, openTestDesk, valueOf } from '../../support/engine'

let folder: string
let path: string
const opened: Store[] = []

const open = async (): Promise<Store> => {
  const store = valueOf(await openStore(path))
  opened.push(store)
  return store
}

const addBody = async (store: Store, name: string): Promise<void> => {
  const act = new Act({
    kind: 'change',
    name: 'settings.saveBody',
    actor: { id: 2, name: 'manager' },
    input: () => ({ name }),
  })
  valueOf(
    await acting(act, () =>
      store.write(async (db) => {
        await db.insertInto('bodies').values({ name }).execute()
      }),
    ),
  )
}

/** What somebody does who has the file and no program of ours. */
const withBareSqlite = (statements: string): void => {
  const database = new Database(path)
  try {
    database.exec(statements)
  } finally {
    database.close()
  }
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'audit-'))
  path = join(folder, 'archivio.db')
  await makeOfficeStore(path)
})
afterEach(async () => {
  for (const store of opened.splice(0)) await store.close()
  await rm(folder, { recursive: true, force: true })
})

describe('the register', () => {
  it('takes rows and gives none back: not changed, not deleted, not replaced', async () => {
    const store = await open()
    await addBody(store, 'Ente')
    for (const statement of [
      `UPDATE audit SET actor = 'altra' WHERE id = 1`,
      `UPDATE audit SET payload = '{}' WHERE id = 1`,
      `UPDATE audit SET payload = '{"removed":1}', actor = 'altra' WHERE id = 1`,
      'DELETE FROM audit WHERE id = 1',
      `INSERT OR REPLACE INTO audit SELECT * FROM audit WHERE id = 1`,
    ])
      expect(() => withBareSqlite(statement)).toThrow('append-only')
    expect(valueOf(await checkAudit(store)).ok).toBe(true)
  })

  it('lets retention put a mark where a payload was, and still follows', async () => {
    const store = await open()
    await addBody(store, 'Ente')
    withBareSqlite(`UPDATE audit SET payload = '{"removed":1795420800000}' WHERE name = 'settings.saveBody'`)
    expect(valueOf(await checkAudit(store)).ok).toBe(true)
    expect(() => withBareSqlite(`UPDATE audit SET payload = '{"removed":2}' WHERE name = 'settings.saveBody'`)).toThrow(
      'append-only',
    )
  })

  it.each([
    ['who did it', `UPDATE audit SET actor = 'altra' WHERE id = 5`, 'changed 5'],
    ['when', 'UPDATE audit SET at = at + 1 WHERE id = 5', 'changed 5'],
    ['on what', 'UPDATE audit SET entity_id = 9 WHERE id = 5', 'changed 5'],
    ['its payload', `UPDATE audit SET payload = '{"salt":""}' WHERE id = 5`, 'changed 5'],
    [
      'its payload and digest',
      `UPDATE audit SET payload = '{}', payload_digest = '${sha256Hex('{}')}' WHERE id = 5`,
      'changed 5',
    ],
    ['that it was there', 'DELETE FROM audit WHERE id = 5', 'missing 6'],
    ['that a whole desk was there', `DELETE FROM audit WHERE chain = 'altra'`, 'missing 7'],
  ])('shows where somebody with bare SQLite rewrote %s', async (_what, statement, found) => {
    const store = await open()
    for (const n of [1, 2, 3]) await addBody(store, `Ente ${n}`)
    store.trail.sign({ id: 'altra', host: 'altra', osUser: '', now: () => 0 })
    await addBody(store, 'Ente di altra')
    store.trail.sign({ id: 'terza', host: 'terza', osUser: '', now: () => 0 })
    for (const n of [4, 5]) await addBody(store, `Ente ${n}`)
    // As many rows came before these as makes the fifth one of ours.
    const before = valueOf(await checkAudit(store)).rows - 6
    expect(before).toBeGreaterThan(0)
    withBareSqlite(
      `DROP TRIGGER audit_no_update; DROP TRIGGER audit_no_delete;
       ${statement.replace(/id = 5\b/, `id = ${before + 2}`)}`,
    )
    const result = valueOf(await checkAudit(store))
    expect(result.ok).toBe(false)
    const [problem] = result.problems
    const shift = found.startsWith('missing 7') ? before - 2 : before - 3
    expect(`${problem?.fault} ${(problem?.id ?? 0) - shift}`).toBe(found)
    expect((await verifyStore({ path, readOnly: false })).find(({ name }) => name === 'audit')?.ok).toBe(false)
  })

  it('cut off at its end is found out by the heads that were kept with a copy', async () => {
    const store = await open()
    await addBody(store, 'Ente 1')
    await addBody(store, 'Ente 2')
    const heads = auditHeads(path)
    await addBody(store, 'Ente 3')
    const { reader } = store.connections
    expect(checkAuditRows(reader, heads).ok).toBe(true)
    withBareSqlite('DROP TRIGGER audit_no_delete; DELETE FROM audit WHERE id >= (SELECT max(id) - 1 FROM audit)')
    // What is left follows; only what lies elsewhere knows that more was there.
    expect(checkAuditRows(reader).ok).toBe(true)
    expect(checkAuditRows(reader, heads)).toMatchObject({ ok: false, problems: [{ fault: 'missing' }] })
  })
})

describe('an exported register', () => {
  it('is followed by whoever has the file alone, and a changed line is found', async () => {
    const desk = await openTestDesk({ storePath: path })
    const administrator = await desk.as('administrator')
    valueOf(
      await administrator.settings.createBody({
        name: 'Ente',
        email: '',
        pec: '',
        phone: '',
        notes: '',
        chaseDays: 30,
        chaseAgainDays: 10,
        remindsItself: false,
        active: true,
      }),
    )
    const { text, next } = valueOf(await administrator.audit.export({ format: 'chain', filter: {} }))
    expect(next).toBeNull()
    await desk.close()
    const file = join(folder, 'registro.jsonl')
    const check = async (content: string) => {
      await writeFile(file, content)
      return checkExported(file)
    }
    expect(await check(text)).toMatchObject({ ok: true })
    const lines = text.trimEnd().split('\n')
    expect(lines.length).toBeGreaterThan(10)
    // Some days out of the middle are enough.
    expect(await check(lines.slice(4).join('\n'))).toMatchObject({ ok: true, rows: lines.length - 4 })
    expect(await check(text.replace('"actor":"administrator"', '"actor":"manager"'))).toMatchObject({ ok: false })
    expect(await check(lines.toSpliced(5, 1).join('\n'))).toMatchObject({ ok: false })
    expect(await check(`${text}non è una riga\n`)).toBeNull()
  })
})

describe('any chain', () => {
  const facts = fc.record({
    chain: fc.constantFrom('prima', 'seconda', 'terza'),
    at: fc.integer({ min: 0, max: 2 ** 45 }),
    kind: fc.constantFrom('change', 'event', 'look', 'refused') as fc.Arbitrary<AuditFacts['kind']>,
    name: fc.string(),
    userId: fc.option(fc.nat()),
    actor: fc.string({ unit: 'binary' }),
    osUser: fc.string(),
    host: fc.string(),
    entity: fc.option(fc.string()),
    entityId: fc.option(fc.nat()),
    count: fc.nat(),
    outcome: fc.string(),
    payload: fc.jsonValue().map((value) => JSON.stringify(value)),
  })

  const chained = (
    all: readonly (Omit<AuditFacts, 'id' | 'seq' | 'payloadDigest'> & { payload: string })[],
  ): CheckedRow[] => {
    const heads = new Map<string, { seq: number; hash: string }>()
    let across = CHAIN_START
    return all.map((own, index) => {
      const head = heads.get(own.chain) ?? { seq: 0, hash: CHAIN_START }
      const row = { ...own, id: index + 1, seq: head.seq + 1, payloadDigest: sha256Hex(own.payload) }
      const hash = auditHash(row, head.hash, across)
      heads.set(own.chain, { seq: row.seq, hash })
      across = hash
      return { ...row, hash }
    })
  }

  const result = (rows: readonly CheckedRow[]) => {
    const check = new AuditCheck(true)
    for (const row of rows) check.add(row)
    return check.result
  }

  it('follows as it was written, and no change, loss or swap of a row goes unseen', () => {
    fc.assert(
      fc.property(
        fc.array(facts, { minLength: 2, maxLength: 20 }),
        fc.nat(),
        fc.constantFrom(
          'chain',
          'seq',
          'at',
          'kind',
          'name',
          'userId',
          'actor',
          'osUser',
          'host',
          'entity',
          'entityId',
          'count',
          'outcome',
          'payload',
          'payloadDigest',
          'hash',
          'lost',
          'swapped',
        ),
        (all, pick, harm) => {
          const rows = chained(all)
          expect(result(rows)).toMatchObject({ ok: true, faults: 0, rows: rows.length })
          // The last row's loss and the last row's own hash are what only a head kept elsewhere tells.
          const at = pick % (rows.length - 1)
          const row = rows[at] as CheckedRow
          let harmed: CheckedRow[]
          if (harm === 'lost') harmed = rows.toSpliced(at, 1)
          else if (harm === 'swapped') harmed = rows.toSpliced(at, 2, rows[at + 1] as CheckedRow, row)
          else {
            const value = row[harm]
            const other = typeof value === 'number' ? value + 1 : value === null ? 0 : `${value}x`
            harmed = rows.toSpliced(at, 1, { ...row, [harm]: other } as CheckedRow)
          }
          expect(result(harmed).ok).toBe(false)
        },
      ),
      { numRuns: 300, seed: 20261123 },
    )
  })
})

const KILLS = process.env['FAULTS'] === 'full' ? 200 : 6

describe('desks that die', () => {
  it(`leave a register that follows, with every change that had been told as safe (${KILLS} times, two at once)`, async () => {
    const acknowledged: string[] = []
    const start = (name: string): { child: ChildProcess; ended: Promise<void>; first: Promise<void> } => {
      const child = spawn(
        process.execPath,
        ['--import', 'tsx', resolve('tests/support/register-writer.ts'), path, name],
        {
          stdio: ['ignore', 'pipe', 'inherit'],
        },
      )
      let out = ''
      child.stdout.on('data', (chunk) => (out += String(chunk)))
      const first = new Promise<void>((said, failed) => {
        child.stdout.once('data', () => said())
        child.once('exit', (code) => failed(new Error(`the desk did not start: ${code}`)))
      })
      const ended = new Promise<void>((end) =>
        child.once('close', () => {
          acknowledged.push(...out.split('\n').slice(0, -1))
          end()
        }),
      )
      return { child, ended, first }
    }
    for (let kill = 0; kill < KILLS; kill += 2) {
      const desks = [start('prima'), start('seconda')]
      await Promise.all(desks.map(({ first }) => first))
      for (const [index, { child, ended }] of desks.entries()) {
        await new Promise((wait) => setTimeout(wait, (kill * 37 + index * 11) % 60))
        child.kill('SIGKILL')
        await ended
      }
    }
    const store = await open()
    const result = valueOf(await checkAudit(store))
    expect(result).toMatchObject({ ok: true, faults: 0 })
    expect(result.chains.map(({ chain }) => chain)).toEqual(expect.arrayContaining(['prima', 'seconda']))
    const told = new Set(
      valueOf(
        await store.read((db) =>
          db.selectFrom('audit').select('entity_id').where('name', '=', 'settings.saveBody').execute(),
        ),
      ).map(({ entity_id }) => String(entity_id)),
    )
    expect(acknowledged.length).toBeGreaterThan(KILLS)
    expect(acknowledged.filter((line) => !told.has(line.split('\t')[1] ?? ''))).toEqual([])
  })
})
