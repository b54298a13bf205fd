import { rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { build } from 'vite'
import { afterAll } from 'vitest'
import { type EngineProcessUnderTest, type EngineUnderTestConfig, startEngineFile } from './engine-process'

const root = resolve(import.meta.dirname, '../..')

let bundle: Promise<string> | null = null
const outDir = join(root, 'tests', 'out', `engine-${process.pid}`)
afterAll(() => rmSync(outDir, { recursive: true, force: true }))

/** The engine as one file, made once for a run: started from its sources, each process would take seconds. */
const engineFile = (): Promise<string> =>
  (bundle ??= (async () => {
    await build({
      configFile: false,
      root,
      logLevel: 'error',
      resolve: { alias: { '@shared': join(root, 'src-shared'), '@main': join(root, 'src-main') } },
      build: {
        ssr: true,
        outDir,
        emptyOutDir: true,
        rolldownOptions: {
          input: {
            engine: join(root, 'src-main', 'engine', 'entry.ts'),
            'copy-worker': join(root, 'src-main', 'store', 'copies', 'copy-worker.ts'),
            'lock-prover': join(root, 'src-main', 'store', 'share', 'prover-entry.ts'),
          },
          output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
        },
      },
    })
    return join(outDir, 'engine.js')
  })())

/** A real engine of the sources as they are, in a process of its own. */
export const startEngine = async (
  config: EngineUnderTestConfig,
  env: NodeJS.ProcessEnv = process.env,
): Promise<EngineProcessUnderTest> => {
  const file = await engineFile()
  return startEngineFile(file, config, { ...env, NODE_COMPILE_CACHE: join(outDir, 'compiled') })
}
