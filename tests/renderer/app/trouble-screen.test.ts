import { afterEach, describe, expect, it } from 'vitest'
import { nextTick } from 'vue'
import TroubleScreen from '@/app/TroubleScreen.vue'
import { mountPart } from '../../support/mount-part'

afterEach(() => {
  document.body.innerHTML = ''
})

describe('a desk whose engine cannot start', () => {
  it('says why and what to do, and asks the host for another try', async () => {
    const { wrapper, bridge } = mountPart(TroubleScreen)
    expect(wrapper.text()).toBe('')
    bridge.trouble({ code: 'disk_full' })
    await nextTick()
    expect(wrapper.get('[role=alert]').text()).toContain('La postazione non parte')
    expect(wrapper.text()).toContain('Il disco è pieno.')
    await wrapper.get('button').trigger('click')
    expect(bridge.retries).toBe(1)
    bridge.trouble(null)
    await nextTick()
    expect(wrapper.find('[role=alert]').exists()).toBe(false)
  })
})
