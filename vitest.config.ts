import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import ui from '@nuxt/ui/vite'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'
import { uiOptions } from './nuxt-ui.config.ts'

const alias = {
  '@shared': resolve('src-shared'),
  '@main': resolve('src-main'),
  '@': resolve('src-renderer'),
}

/** One project per kind of place a test runs in; the e2e project needs a build and is started by scripts/test.mjs. */
export default defineConfig({
  resolve: { alias },
  test: {
    // Ends only what never comes: one second, the default, is short where two cores serve several browsers.
    expect: { poll: { timeout: 60_000 } },
    // By default one core is left idle, which is half of a machine with two.
    maxWorkers: '100%',
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['tests/{shared,main,contract,architecture}/**/*.test.ts'],
          environment: 'node',
          // Only ends what hangs: a slow machine with every core taken is no failure.
          testTimeout: 180_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        plugins: [vue(), ui({ ...uiOptions, components: { dts: false } })],
        test: {
          name: 'renderer',
          include: ['tests/renderer/**/*.test.ts'],
          environment: 'happy-dom',
          server: { deps: { inline: ['@nuxt/ui'] } },
          setupFiles: ['tests/support/icons-stay-here.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['tests/e2e/**/*.test.ts'],
          environment: 'node',
          testTimeout: 300_000,
          hookTimeout: 300_000,
          // A journey waits more than it works: two side by side, each on a display of its own.
          maxWorkers: Math.min(2, availableParallelism()),
          globalSetup: ['tests/support/displays.ts'],
          setupFiles: ['tests/support/own-display.ts'],
        },
      },
    ],
  },
})
