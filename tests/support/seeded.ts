/** Numbers in [0, 1) that come the same for the same seed (mulberry32), so that a failure can be had again. */
export const seeded = (seed: number): (() => number) => {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** The dose of a fault test: `npm run test:faults` gives the full one. */
export const isFullDose = process.env['FAULTS'] === 'full'

/** Another seed can be tried with FAULTS_SEED; each test prints the one that it failed with. */
export const seedOf = (usual: number): number => Number(process.env['FAULTS_SEED'] ?? usual)
