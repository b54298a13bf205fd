import { describe, expect, it } from 'vitest'
import { reactive, ref } from 'vue'
import { plain } from '@/client/plain'

describe('what a screen holds reactively can cross the door', () => {
  it('unwraps proxies at every depth, so that the port can clone them', () => {
    const filter = reactive({ statuses: ['new'], place: { text: 'via Roma', lat: null } })
    const rows = ref([{ id: 1, filter }])
    const sent = plain({ rows: rows.value, filter })
    expect(() => structuredClone(sent)).not.toThrow()
    expect(sent).toEqual({ rows: [{ id: 1, filter: { ...filter } }], filter: { ...filter } })
  })
})
