import { textFeatures } from './text-features'

export interface Proposal {
  readonly category: number
  /** 0 to 1, how sure; comparable from text to text. */
  readonly confidence: number
  /** The words of the text that speak for it most, at most three. */
  readonly because: readonly string[]
}

/** What a feature never seen in a category counts as: little while few texts are known, when each says much. */
const smoothing = (texts: number): number => Math.min(0.3, 0.05 + texts / 400)
/** How much the number of tickets of a category counts against what the words say. */
const PRIOR = 0.3
const REASONS = 3
/** How many hearings it takes until a word is believed to belong where it was heard. */
const DOUBT = 1
const COOLING = 0.8
const MOST_SENTENCES = 60
const SENTENCE_END = /[.!?\n]+/

const sentencesOf = (text: string): readonly string[] =>
  text
    .split(SENTENCE_END)
    .filter((sentence) => sentence.trim() !== '')
    .slice(0, MOST_SENTENCES)

/** A sentence heard a hundred times (the same mail, the same form) is not a hundred times as true. */
const heard = (count: number): number => Math.sqrt(Math.max(0, count))

interface Learned {
  texts: number
  /** Sum of what all its features count. */
  mass: number
}

/**
 * Multinomial naive Bayes over the words of the office's own tickets: learns and forgets one text at a time, so it
 * follows the office from the first day and never needs to be trained. Why this one: docs/adr/0015.
 */
export class CategoryModel {
  readonly #categories = new Map<number, Learned>()
  readonly #features = new Map<string, Map<number, number>>()
  #texts = 0

  /** Texts learned and not forgotten; fractions where a text counts for less than one. */
  get texts(): number {
    return this.#texts
  }

  /** @param share what the text counts for: 1 for a ticket, less for a category's own name; negative forgets. */
  learn(text: string, category: number, share = 1): void {
    const learned = this.#categories.get(category) ?? { texts: 0, mass: 0 }
    this.#categories.set(category, learned)
    learned.texts += share
    this.#texts += share
    for (const { name, weight } of textFeatures(text)) {
      const counts = this.#features.get(name) ?? new Map<number, number>()
      this.#features.set(name, counts)
      const before = counts.get(category) ?? 0
      const count = before + weight * share
      learned.mass += heard(count) - heard(before)
      if (count > 1e-9) counts.set(category, count)
      else counts.delete(category)
      if (counts.size === 0) this.#features.delete(name)
    }
    if (learned.texts <= 1e-9) this.#categories.delete(category)
  }

  forget(text: string, category: number): void {
    this.learn(text, category, -1)
  }

  /** Best first; empty for a text of which no word was ever seen. */
  propose(text: string, allowed: (category: number) => boolean = () => true): readonly Proposal[] {
    const categories = [...this.#categories].filter(([category]) => allowed(category))
    const weights = new Map<string, number>()
    const all = this.#mass()
    const usual = [...this.#categories].map(([category, { mass }]) => [category, mass / all] as const)
    const weightOf = (name: string): number => {
      const known = weights.get(name) ?? this.#tells(name, usual)
      weights.set(name, known)
      return known
    }
    // A mail says its matter in one sentence of ten: each is heard by itself too, and counts as far as it is sure.
    const judged = [text, ...sentencesOf(text)].map((part) => this.#judge(part, categories, weightOf))
    const sum = new Map<number, number>()
    let total = 0
    for (const shares of judged) {
      const surest = Math.max(0, ...shares.map(([, share]) => share))
      total += surest
      for (const [category, share] of shares) sum.set(category, (sum.get(category) ?? 0) + surest * share)
    }
    return [...sum]
      .map(([category, share]) => ({ category, confidence: share / total, because: [] as readonly string[] }))
      .toSorted((a, b) => b.confidence - a.confidence)
      .map((proposal, at) => (at === 0 ? { ...proposal, because: this.#reasons(text, proposal.category) } : proposal))
  }

  /** The categories' shares for one stretch of text, which together are 1; empty where no word was ever seen. */
  #judge(
    text: string,
    categories: readonly (readonly [number, Learned])[],
    weightOf: (name: string) => number,
  ): readonly (readonly [category: number, share: number])[] {
    const known = textFeatures(text)
      .filter(({ name }) => this.#features.has(name))
      .map(({ name, weight }) => ({ name, weight: weight * weightOf(name) }))
    if (known.length === 0 || categories.length === 0) return []
    const unseen = smoothing(this.#texts)
    const scores = categories.map(([category, { texts, mass }]) => {
      let score = PRIOR * Math.log(texts / this.#texts)
      for (const { name, weight } of known) score += weight * this.#logOf(name, category, mass, unseen)
      return { category, score }
    })
    // Features of one word repeat each other, so the bare sum is far too sure: it is cooled by how many there are.
    const heat = COOLING * Math.max(1, Math.sqrt(known.reduce((sum, { weight }) => sum + weight, 0)))
    const best = Math.max(...scores.map(({ score }) => score))
    const weights = scores.map(({ category, score }) => [category, Math.exp((score - best) / heat)] as const)
    const total = weights.reduce((sum, [, weight]) => sum + weight, 0)
    return weights.map(([category, weight]) => [category, weight / total] as const)
  }

  /**
   * 0 to 1: how far a feature tells categories apart (the root of the divergence of its own shares from all words',
   * as a part of the most that there can be). "Grazie" stands in mails of every kind and says nothing.
   */
  #tells(feature: string, usual: readonly (readonly [category: number, share: number])[]): number {
    const counts = this.#features.get(feature)
    if (counts === undefined || usual.length < 2) return 1
    const times = [...counts.values()].reduce((sum, count) => sum + heard(count), 0)
    let divergence = 0
    for (const [category, expected] of usual) {
      if (expected <= 0) continue
      const share = (heard(counts.get(category) ?? 0) + DOUBT * expected) / (times + DOUBT)
      divergence += share * Math.log(share / expected)
    }
    return Math.sqrt(Math.max(0, divergence) / Math.log(usual.length))
  }

  #mass(): number {
    return [...this.#categories.values()].reduce((sum, { mass }) => sum + mass, 0)
  }

  #logOf(feature: string, category: number, mass: number, unseen: number): number {
    const count = heard(this.#features.get(feature)?.get(category) ?? 0)
    return Math.log((count + unseen) / (mass + unseen * this.#features.size))
  }

  /** Words whose share in the category is largest against their share in all. */
  #reasons(text: string, category: number): readonly string[] {
    const all = this.#mass()
    const mass = this.#categories.get(category)?.mass ?? 0
    return textFeatures(text)
      .flatMap(({ name, word }) => {
        const counts = word === null ? undefined : this.#features.get(name)
        if (word === null || counts === undefined) return []
        const here = heard(counts.get(category) ?? 0) / mass
        const everywhere = [...counts.values()].reduce((sum, count) => sum + heard(count), 0) / all
        return here > everywhere * 1.2 ? [{ word, gain: here * Math.log(here / everywhere) }] : []
      })
      .toSorted((a, b) => b.gain - a.gain)
      .slice(0, REASONS)
      .map(({ word }) => word)
  }
}

/** A proposal less sure than this is noise on the screen. */
export const WORTH_SHOWING = 0.2
