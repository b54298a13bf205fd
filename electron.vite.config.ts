import { resolve } from 'node:path'
import ui from '@nuxt/ui/vite'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'electron-vite'
import { notePackages } from './built-in.config'
import { uiOptions } from './nuxt-ui.config'

const shared = { '@shared': resolve('src-shared'), '@main': resolve('src-main') }

const notes = notePackages(resolve('.'))

export default defineConfig({
  main: {
    plugins: [notes],
    resolve: { alias: shared },
    build: {
      // Five hundred small files, found and read one by one, are half of an engine's start: these go into its own.
      externalizeDeps: {
        exclude: [
          'asn1js',
          'fast-xml-parser',
          'file-type',
          'flatbush',
          'html-to-text',
          'kysely',
          'libphonenumber-js',
          'oauth4webapi',
          'pkijs',
          'temporal-polyfill',
          'zod',
        ],
      },
      outDir: 'out/main',
      rollupOptions: {
        input: {
          index: resolve('src-main/index.ts'),
          engine: resolve('src-main/engine/entry.ts'),
          web: resolve('src-main/web/entry.ts'),
          cli: resolve('src-main/cli/entry.ts'),
          relay: resolve('src-main/relay/entry.ts'),
          'copy-worker': resolve('src-main/store/copies/copy-worker.ts'),
          'parse-worker': resolve('src-main/mail/parse-worker.ts'),
          'photo-worker': resolve('src-main/photos/photo-worker.ts'),
          'lock-prover': resolve('src-main/store/share/prover-entry.ts'),
        },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    plugins: [notes],
    resolve: { alias: shared },
    build: {
      outDir: 'out/preload',
      externalizeDeps: false,
      lib: { entry: resolve('src-main/preload/index.ts'), formats: ['cjs'] },
    },
  },
  renderer: {
    root: resolve('src-renderer'),
    resolve: { alias: { ...shared, '@': resolve('src-renderer') } },
    build: {
      outDir: resolve('out/renderer'),
      minify: true,
      rollupOptions: { input: resolve('src-renderer/index.html') },
    },
    plugins: [vue(), ui(uiOptions), notes],
    worker: { plugins: () => [notePackages(resolve('.'), 'packages.worker.json')] },
  },
})
