import { asInstant } from '@shared/kernel/instant'
import { KeptReports } from '@main/host/kept-reports'

/** A host of its own that keeps reports as fast as it can: `report-keeper FOLDER KEY…`. */
const [folder = '', ...keys] = process.argv.slice(2)
const kept = new KeptReports(folder)
const isKept = keys.every((key, number) =>
  kept.keep({
    ...{ key, store: '', userId: 2, userName: 'Maria', at: asInstant(1_800_000_000_000 + number) },
    input: { channel: 'phone', description: key },
  }),
)
process.exit(isKept ? 0 : 1)
