import { describe, expect, it } from 'vitest'
import { answerFields } from '@shared/contract/answers'
import { ruleFields } from '@shared/contract/competence'
import { appError } from '@shared/kernel/app-error'
import { err, ok } from '@shared/kernel/result'
import { useClient } from '@/client/client'
import { useRowDraft } from '@/ui/setting/use-row-draft'
import { setUp } from '../../support/mount-part'

describe('a row of the settings as it is being written', () => {
  it.each(['competence', 'answers', 'macros', 'automations'] as const)(
    'goes to the engine by the calls of %s: made, changed, taken away',
    async (feature) => {
      const asked: string[] = []
      const call = (name: string) => [
        `${feature}.${name}`,
        (): ReturnType<typeof ok<object>> => {
          asked.push(name)
          return ok({ id: 7 })
        },
      ]
      const rules = Object.fromEntries(['create', 'edit', 'remove'].map(call)) as never
      const row = { id: 7, name: 'Vecchia' } as never
      const { result, unmount } = setUp(() => {
        const doors = useClient()[feature] as never
        const schema = { shape: { name: {} }, safeParse: () => ({ data: { name: 'Vecchia' } }) }
        const begin = (old: typeof row | null) => useRowDraft({ row: old, empty: { name: '' }, schema, doors })
        return { fresh: begin(null), old: begin(row) }
      }, rules)
      expect(await result.fresh.save({ name: 'Nuova' })).toBe(true)
      expect(await result.old.save({ name: 'Altra' })).toBe(true)
      expect(await result.old.remove()).toBe(true)
      expect(asked).toEqual(['create', 'edit', 'remove'])
      unmount()
    },
  )

  it('stays open with its reason when it is refused', async () => {
    const refusal = appError('rules_contradict', { details: { name: 'Strade statali' } })
    const { result, unmount } = setUp(
      () =>
        useRowDraft({
          row: null,
          empty: {} as never,
          schema: ruleFields,
          doors: useClient().competence,
          handles: ['rules_contradict'],
        }),
      { 'competence.create': () => err(refusal) },
    )
    expect(await result.save({ name: 'Contraria' } as never)).toBe(false)
    expect([result.error.value?.code, result.pending.value]).toEqual(['rules_contradict', false])
    unmount()
  })

  it('never gets a copy of a client, which would hold no call', () => {
    const { result, unmount } = setUp(useClient)
    expect(() => ({ schema: answerFields, ...result.answers })).toThrow(TypeError)
    unmount()
  })
})
