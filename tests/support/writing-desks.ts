import { join } from 'node:path'
import type { StoreMode } from '@main/store/choose-mode'
import { convertToShared } from '@main/store/open-steps'
import { PASSWORD, makeOfficeStore, valueOf } from './engine'
import type { EngineProcessUnderTest, EngineUnderTestConfig, PageLine } from './engine-process'
import { eventually } from './eventually'

export const MODES = ['local', 'shared'] as const satisfies readonly StoreMode[]

/** An office's store that works in that mode: write-ahead log, or rollback journal as on a share. */
export const makeStoreIn = async (mode: StoreMode, path: string): Promise<void> => {
  await makeOfficeStore(path)
  if (mode === 'shared') valueOf(convertToShared(path))
}

export interface WritingDesk {
  readonly engine: EngineProcessUnderTest
  readonly page: PageLine
  /** What the page shows to the stream door. */
  readonly streamToken: string
}

/** A desk with a folder of its own, on which somebody has signed in, and which may write. */
export const openWritingDesk = async (
  start: (config: EngineUnderTestConfig) => Promise<EngineProcessUnderTest>,
  storePath: string,
  userFolder: string,
): Promise<WritingDesk> => {
  const engine = await start({ userFolder, storePath })
  const page = engine.line()
  let streamToken = ''
  let refusal = ''
  // Where others write without a pause a sign-in may have to wait for its turn.
  const signIn = async (): Promise<boolean> => {
    const signed = await page.client.accounts.signIn({ username: 'phone', password: PASSWORD })
    if (signed.ok) streamToken = signed.value.streamToken
    else refusal = `${signed.error.code}, ${JSON.stringify((await page.client.desk.status({})) ?? null)}`
    return signed.ok
  }
  await eventually('somebody to sign in', signIn).catch((error: unknown) => {
    throw new Error(`nobody signed in: ${refusal}`, { cause: error })
  })
  await eventually('the desk to be trusted with writing', async () => {
    const status = await page.client.desk.status({})
    return status.ok && status.value.store?.readOnly === null
  })
  return { engine, page, streamToken }
}

/** A file on its way to the desk, as the page sends it. */
export const upload = ({ engine, streamToken }: WritingDesk, content: Uint8Array<ArrayBuffer>): Promise<Response> =>
  fetch(`http://127.0.0.1:${engine.streams.port}/stream/?t=${streamToken}`, {
    method: 'PUT',
    headers: { 'x-cantoniere-host': engine.streams.secret },
    body: content,
  })

export const deskFolder = (folder: string, desk: number): string => join(folder, `desk-${desk}`)
