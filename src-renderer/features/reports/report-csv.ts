import type { Figures, ReportSlice } from '@shared/contract/reports'
import {
  DIMENSIONS,
  type Dimension,
  READINGS,
  type SliceKey,
  TALLIES,
  honestPercent,
  shareOf,
} from '@shared/reports/figures'
import { csvText } from '@shared/spreadsheet/csv'

export interface CsvWords {
  readonly t: (key: string) => string
  readonly sliceName: (dimension: Dimension, key: SliceKey) => string
  readonly bucketName: (bucket: { readonly from: string; readonly to: string }) => string
  /** In the reader's way of writing decimals, without grouping: a spreadsheet must take it for a number. */
  readonly decimal: (value: number) => string
}

type Cell = string | number
const hours = (minutes: number | null, words: CsvWords): Cell => (minutes === null ? '' : words.decimal(minutes / 60))

/**
 * All the figures for a spreadsheet: blocks with a heading of their own, one row a thing that is counted. Times are office
 * hours.
 */
export const reportCsv = (figures: Figures, words: CsvWords): string => {
  const { t } = words
  const { measures } = figures
  const columns = TALLIES.map((tally) => t(`reports.measures.${tally}`))
  const times = [t('reports.csv.median'), t('reports.csv.most')]
  const sliceRow = (name: string, { tallies, settling }: Pick<ReportSlice, 'tallies' | 'settling'>): Cell[] => [
    name,
    ...TALLIES.map((tally) => tallies[tally]),
    hours(settling.median, words),
    hours(settling.most, words),
  ]
  const blocks: Cell[][] = [
    [t('reports.period'), figures.from, figures.to],
    [],
    [t('reports.csv.all'), ...columns, ...times],
    sliceRow(t('reports.csv.total'), { tallies: measures, settling: figures.settling }),
    [],
    [t('reports.readings.title'), t('reports.readings.share'), t('reports.csv.part'), t('reports.csv.of')],
    ...READINGS.map(({ id, part, of }): Cell[] => {
      const whole = of.reduce((sum, measure) => sum + measures[measure], 0)
      const share = shareOf(measures[part], whole)
      return [
        `${t(`reports.readings.${id}.name`)}: ${t(`reports.readings.${id}.words`)}`,
        share === null ? '' : words.decimal(honestPercent(share)),
        measures[part],
        whole,
      ]
    }),
    [],
    [t('reports.account.title')],
    ...(['stockBefore', 'received', 'closed', 'stockAfter', 'merged'] as const).map((measure): Cell[] => [
      t(`reports.account.${measure}`),
      measures[measure],
    ]),
    [],
    [t('reports.outcomes.outcome'), t('reports.measures.settledIn'), t('reports.measures.settled')],
    ...figures.outcomes.map(({ outcome, settledIn, settled }): Cell[] => [
      t(`vocabulary.outcome.${outcome}`),
      settledIn,
      settled,
    ]),
    [],
    [t('reports.csv.month'), t('reports.months.received'), t('reports.months.closed')],
    ...figures.buckets.map((bucket): Cell[] => [words.bucketName(bucket), bucket.received, bucket.closed]),
    ...DIMENSIONS.flatMap((dimension): Cell[][] => [
      [],
      [t(`reports.dimensions.${dimension}`), ...columns, ...times],
      ...figures.by[dimension].map((slice) => sliceRow(words.sliceName(dimension, slice.key), slice)),
    ]),
  ]
  return csvText(blocks)
}
