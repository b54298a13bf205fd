import { appError } from '@shared/kernel/app-error'
import { type Result, err, ok } from '@shared/kernel/result'
import type { Secrets } from '@main/platform/secrets'
import type { FromEngine, ToEngine } from '@main/transport/host-link'

type Answer = Extract<ToEngine, { kind: 'secret' }>

export interface HostSecrets extends Secrets {
  answered(answer: Answer): void
}

/** The operating system's keychain lives in the host: each request crosses to it and back. */
export const hostSecrets = (post: (message: FromEngine) => void): HostSecrets => {
  const waiting = new Map<number, (answer: Answer) => void>()
  let nextId = 1
  const ask = (op: 'get' | 'set' | 'remove', key: string, value: string): Promise<Result<string | null>> =>
    new Promise((resolve) => {
      const id = nextId
      nextId += 1
      waiting.set(id, (answer) => resolve(answer.ok ? ok(answer.value) : err(appError('secrets_unavailable'))))
      post({ kind: 'secret', id, op, key, value })
    })
  const done = async (result: Promise<Result<string | null>>): Promise<Result<void>> => {
    const answer = await result
    return answer.ok ? ok(undefined) : answer
  }
  return {
    form: 'keychain',
    get: (key) => ask('get', key, ''),
    set: (key, value) => done(ask('set', key, value)),
    remove: (key) => done(ask('remove', key, '')),
    answered: (answer) => {
      waiting.get(answer.id)?.(answer)
      waiting.delete(answer.id)
    },
  }
}
