import type { CategoryId, DistrictId } from '../kernel/ids'

/** What a round does, and where. */
export interface RoundReach {
  /** A category stands for those under it. */
  readonly categoryIds: readonly CategoryId[]
  /** None: the whole town. */
  readonly districtIds: readonly DistrictId[]
}

export interface ReportedWork {
  /** The report's category and the one above it. */
  readonly categories: readonly CategoryId[]
  readonly districtId: DistrictId | null
}

/** Whether the crew does such work there anyway. Where nobody knows the place only a round of the whole town is certain. */
export const covers = ({ categoryIds, districtIds }: RoundReach, { categories, districtId }: ReportedWork): boolean =>
  categories.some((one) => categoryIds.includes(one)) &&
  (districtIds.length === 0 || (districtId !== null && districtIds.includes(districtId)))

/** Why a round is not made, by name: shown where it is kept, and it is offered to nobody meanwhile. */
export const ROUND_TROUBLES = ['crew_gone', 'districts_gone', 'categories_gone', 'no_days'] as const
export type RoundTrouble = (typeof ROUND_TROUBLES)[number]

export interface RoundGround {
  readonly crewIsActive: boolean
  readonly activeDistricts: ReadonlySet<DistrictId>
  readonly activeCategories: ReadonlySet<CategoryId>
  /** Days still to come. */
  readonly days: number
}

export const troublesOf = (
  { categoryIds, districtIds }: RoundReach,
  { crewIsActive, activeDistricts, activeCategories, days }: RoundGround,
): readonly RoundTrouble[] => [
  ...(crewIsActive ? [] : (['crew_gone'] as const)),
  ...(districtIds.length === 0 || districtIds.some((one) => activeDistricts.has(one))
    ? []
    : (['districts_gone'] as const)),
  ...(categoryIds.some((one) => activeCategories.has(one)) ? [] : (['categories_gone'] as const)),
  ...(days > 0 ? [] : (['no_days'] as const)),
]
