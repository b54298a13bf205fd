import { join } from 'node:path'
import type { LinkStatus } from '@shared/contract/link'
import type { ServingStatus } from '@shared/contract/serving'
import type { Result } from '@shared/kernel/result'
import { valueOf } from './engine'
import type { PageLine } from './engine-process'

/** The administrator starts serving on loopback and asks for a code. */
export const serveFrom = async (admin: PageLine, port = 0): Promise<ServingStatus> => {
  valueOf(await admin.client.serving.start({ address: '127.0.0.1', port }))
  return valueOf(await admin.client.serving.newCode({}))
}

/** What a person does at the other desk: look, compare, type the code. */
export const pairWithServing = async (page: PageLine, status: ServingStatus): Promise<Result<LinkStatus>> => {
  const { address, port } = status
  const seen = valueOf(await page.client.link.look({ address, port }))
  return page.client.link.pair({ address, port, fingerprint: seen.fingerprint, code: status.pairing?.code ?? '' })
}

export const storeIn = (folder: string): string => join(folder, 'archivio.db')
