import { describe, expect, it } from 'vitest'
import { readSource, repositoryFiles } from './source-files'

/** What stands beside an open ticket: the queue's selection and the panels of the ticket itself. */
const BESIDE_A_TICKET =
  /^src-renderer\/features\/(?:queue|ticket|competence|relations|macros|forwarding)\/.*\.(?:ts|vue)$/
const SHIFTED = /'(shift\+[a-z])'/g

describe('the keys of a screen', () => {
  it('mean one thing each where a selection and a ticket are open together', () => {
    const places = new Map<string, string[]>()
    for (const path of repositoryFiles().filter((file) => BESIDE_A_TICKET.test(file)))
      for (const [, key = ''] of readSource(path).matchAll(SHIFTED)) places.set(key, [...(places.get(key) ?? []), path])
    expect(places.get('shift+c')).toEqual(['src-renderer/features/queue/BulkBar.vue'])
    expect([...places].filter(([, paths]) => paths.length > 1)).toEqual([])
  })
})
