import { type DeskMoment, isQuiet, type NoticeHours } from '@shared/desks/notice-hours'
import type { FromEngine } from '@main/transport/host-link'
import type { DesktopOrder } from './desktop-requests'
import { fill, type Words } from './words'

type NoticeMessage = Extract<FromEngine, { kind: 'notice' }>

export interface NoticeWords {
  readonly title: string
  readonly body: string
  readonly urgency: 'critical' | 'normal'
}

/** A notice of the operating system. */
export interface NativeNotice {
  on(event: 'click' | 'close', listener: () => void): unknown
  show(): void
}

export interface NoticeParts {
  readonly words: () => Words
  /** True while somebody is looking at the desk: the page shows them already. */
  readonly isWatched: () => boolean
  /** When this computer may speak up. */
  readonly hours: () => NoticeHours
  /** The computer's own clock. */
  readonly now: () => Date
  /** Null where the system has no place for notices. */
  readonly make: (words: NoticeWords) => NativeNotice | null
  readonly order: (order: DesktopOrder) => void
}

const MOST_HELD = 20

const deskMoment = (now: Date): DeskMoment => ({
  weekday: now.getDay() === 0 ? 7 : now.getDay(),
  minute: now.getHours() * 60 + now.getMinutes(),
})

/** Tells a person who looks elsewhere that something came in; a click opens it. No name and no subject is shown. */
export class DeskNotices {
  /** Held, or the garbage collector would take their clicks away. */
  readonly #held = new Set<NativeNotice>()

  constructor(private readonly parts: NoticeParts) {}

  tell({ notice: kind, ticketId, number, office }: NoticeMessage): void {
    if (this.parts.isWatched()) return
    const isEmergency = kind === 'emergency'
    if (isQuiet(this.parts.hours(), { isEmergency, office }, deskMoment(this.parts.now()))) return
    const { notice: words } = this.parts.words()
    const notice = this.parts.make({
      title: words[kind],
      body: fill(words.body, { number }),
      urgency: isEmergency ? 'critical' : 'normal',
    })
    if (notice === null) return
    this.#held.add(notice)
    const [oldest] = this.#held
    if (this.#held.size > MOST_HELD && oldest) this.#held.delete(oldest)
    notice.on('click', () => this.parts.order({ kind: 'ticket', ticketId }))
    notice.on('close', () => this.#held.delete(notice))
    notice.show()
  }
}
