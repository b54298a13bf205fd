/** A desk beside the store, as another one sees it. */
export interface Neighbour {
  readonly desk: string
  /** The running machine: desks with the same one share a kernel, and so their locks. */
  readonly boot: string
  readonly role: 'candidate' | 'trusted' | 'refused'
  /** False only when it is known to be gone: its process ended, or its counter stood still for 45 s. */
  readonly alive: boolean
}

export interface View {
  readonly me: { readonly desk: string; readonly boot: string; readonly trusted: boolean }
  /** Who is named as the first desk in the file that only one can make; null when there is no such file. */
  readonly first: { readonly desk: string } | null
  /** All others, gone ones included. */
  readonly others: readonly Neighbour[]
}

/** What a desk should do about its standing, seen what it sees. */
export type Standing =
  /** Trusted, and the one that others prove themselves against. */
  | { readonly do: 'witness' }
  /** Trusted, and another is first. */
  | { readonly do: 'stay' }
  /** Nobody is first: make the file that only one can make; who makes it is trusted. */
  | { readonly do: 'claim' }
  /** The first is gone without leaving: take its place. */
  | { readonly do: 'take_over'; readonly from: string }
  /** A trusted desk runs on the same kernel: its locks are ours. */
  | { readonly do: 'trust' }
  | { readonly do: 'ask'; readonly witness: string }
  | { readonly do: 'wait' }

export const standingOf = ({ me, first, others }: View): Standing => {
  const alive = others.filter((other) => other.alive)
  const trusted = alive.filter(({ role }) => role === 'trusted')
  const firstDesk = first === null ? null : (alive.find(({ desk }) => desk === first.desk) ?? null)
  if (me.trusted) {
    if (first === null) return { do: 'claim' }
    if (first.desk === me.desk) return { do: 'witness' }
    return firstDesk === null ? { do: 'take_over', from: first.desk } : { do: 'stay' }
  }
  if (trusted.some(({ boot }) => boot === me.boot)) return { do: 'trust' }
  if (firstDesk !== null) return firstDesk.role === 'trusted' ? { do: 'ask', witness: firstDesk.desk } : { do: 'wait' }
  // A trusted desk of another machine will step forward: proving comes before taking its place.
  if (trusted.length > 0) return { do: 'wait' }
  if (first === null) return { do: 'claim' }
  return { do: 'take_over', from: first.desk }
}
