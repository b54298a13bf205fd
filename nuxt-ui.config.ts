import { resolve } from 'node:path'
import type { NuxtUIOptions } from '@nuxt/ui/unplugin'

/** One set of options for electron-vite and vitest: explicit imports only, icons bundled at build time. */
export const uiOptions = {
  root: resolve('.'),
  autoImport: false,
  components: { dts: resolve('node_modules/.nuxt-ui/components.d.ts') },
  colorMode: false,
  ui: {
    colors: { primary: 'italia', neutral: 'slate' },
    // A whole block in a strong colour is kept for an emergency.
    alert: { defaultVariants: { variant: 'subtle' } },
    button: { defaultVariants: { size: 'sm' } },
    badge: { defaultVariants: { size: 'md', variant: 'subtle' } },
    input: { defaultVariants: { size: 'sm' } },
    inputNumber: { defaultVariants: { size: 'sm' } },
    inputMenu: { defaultVariants: { size: 'sm' } },
    select: { defaultVariants: { size: 'sm' } },
    selectMenu: { defaultVariants: { size: 'sm' } },
    textarea: { defaultVariants: { size: 'sm' } },
    checkbox: { defaultVariants: { size: 'sm' } },
    radioGroup: { defaultVariants: { size: 'sm' } },
    switch: { defaultVariants: { size: 'sm' } },
    tabs: { defaultVariants: { size: 'sm' } },
    dropdownMenu: { defaultVariants: { size: 'sm' } },
    formField: { defaultVariants: { size: 'sm' } },
    // Keys are written as they are printed on the keyboard: Ctrl, Invio.
    kbd: { base: 'normal-case', defaultVariants: { size: 'sm' } },
  },
  icon: {
    clientBundle: {
      scan: { globInclude: ['src-renderer/**/*.{vue,ts}'], globExclude: ['node_modules', 'out'] },
      sizeLimitKb: 0,
    },
  },
} satisfies NuxtUIOptions & { root: string }
