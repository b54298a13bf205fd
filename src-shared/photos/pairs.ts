interface Momented {
  readonly sha256: string
  /** `before` or `after` the work of a crew; null for everybody else's. */
  readonly moment: 'before' | 'after' | null
  readonly visitId: number | null
}

export interface PhotoPair<P extends Momented = Momented> {
  readonly before: P
  readonly after: P
}

/**
 * What the crew found beside what it left: each photo after the work with the one of the same visit in the same place of
 * the row (its last, when there are fewer), else with the citizen's own. None without both sides.
 */
export const photoPairs = <P extends Momented>(photos: readonly P[]): PhotoPair<P>[] => {
  const reported = photos.filter(({ moment }) => moment === null)
  const counts = new Map<number | null, number>()
  return photos.flatMap((after) => {
    if (after.moment !== 'after') return []
    const place = counts.get(after.visitId) ?? 0
    counts.set(after.visitId, place + 1)
    const found = photos.filter(({ moment, visitId }) => moment === 'before' && visitId === after.visitId)
    const row = found.length > 0 ? found : reported
    const before = row[Math.min(place, row.length - 1)]
    return before === undefined ? [] : [{ before, after }]
  })
}
