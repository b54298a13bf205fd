import ui from '@nuxt/ui/vue-plugin'
import { mount, type VueWrapper } from '@vue/test-utils'
import { createPinia } from 'pinia'
import { h, type Component } from 'vue'
import type { Result } from '@shared/kernel/result'
import { createWords } from '@/app/i18n'
import { createDesk, deskKey } from '@/client/client'
import { createTrouble, troubleKey } from '@/client/trouble'
import { StandInBridge } from './stand-in-bridge'

/** What the engine answers by itself, by the call's name. */
export type AnswerRules = Readonly<Record<string, (input: unknown) => Result<unknown>>>

/** Mounts a part of the page with everything that the page gives it, over a bridge in the test's hands. */
export const mountPart = (
  part: Component,
  props: Record<string, unknown> = {},
  slots: Record<string, (scope: { row: { id: number; subject: string } }) => string> = {},
  rules: AnswerRules = {},
): { wrapper: VueWrapper; bridge: StandInBridge } => {
  const bridge = new StandInBridge()
  for (const [name, rule] of Object.entries(rules)) bridge.rules.set(name, rule)
  const wrapper = mount(part, {
    props,
    slots,
    attachTo: document.body,
    global: {
      plugins: [createPinia(), createWords('it'), ui],
      provide: { [deskKey as symbol]: createDesk(bridge), [troubleKey as symbol]: createTrouble(bridge) },
    },
  })
  return { wrapper, bridge }
}

/** Runs a composable inside a mounted part and hands out what it answered. */
export const setUp = <T>(
  use: () => T,
  rules: AnswerRules = {},
): { result: T; bridge: StandInBridge; unmount: () => void } => {
  let result: T | undefined
  const part = {
    setup: () => {
      result = use()
      return () => h('div')
    },
  }
  const { wrapper, bridge } = mountPart(part, {}, {}, rules)
  return { result: result as T, bridge, unmount: () => wrapper.unmount() }
}
