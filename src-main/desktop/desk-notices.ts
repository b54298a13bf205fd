import { type DeskMoment, isQuiet, type NoticeHours, type OfficeMoment } from '@shared/desks/notice-hours'
import type { FromEngine } from '@main/transport/host-link'
import type { DesktopOrder } from './desktop-requests'
import { fill, type Words } from './words'

type NoticeMessage = Extract<FromEngine, { kind: 'notice' }>
type CallMessage = Extract<FromEngine, { kind: 'call' }>

export interface NoticeWords {
  readonly title: string
  readonly body: string
  readonly urgency: 'critical' | 'normal'
}

/** A notice of the operating system. */
export interface NativeNotice {
  on(event: 'click' | 'close', listener: () => void): unknown
  show(): void
  close(): void
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

/** Tells a person who looks elsewhere that something came in or somebody calls; a click opens it. No name and no subject is shown. */
export class DeskNotices {
  /** Held, or the garbage collector would take their clicks away. */
  readonly #held = new Set<NativeNotice>()
  readonly #ringing = new Map<number, NativeNotice>()

  constructor(private readonly parts: NoticeParts) {}

  tell({ notice: kind, ticketId, number, office }: NoticeMessage): void {
    const { notice: words } = this.parts.words()
    const isEmergency = kind === 'emergency'
    const notice = this.#show(
      { title: words[kind], body: fill(words.body, { number }), urgency: isEmergency ? 'critical' : 'normal' },
      { kind: 'ticket', ticketId },
      { isEmergency, office },
    )
    if (notice === null) return
    this.#held.add(notice)
    const [oldest] = this.#held
    if (this.#held.size > MOST_HELD && oldest) this.#held.delete(oldest)
    notice.on('close', () => this.#held.delete(notice))
  }

  /** Its click takes the call; the notice goes when the call was taken or is over. */
  call({ callId, rings, line, office }: CallMessage): void {
    if (!rings) {
      this.#ringing.get(callId)?.close()
      this.#ringing.delete(callId)
      return
    }
    const { notice: words } = this.parts.words()
    const notice = this.#show(
      { title: words.call, body: fill(line === '' ? words.callBody : words.callOnLine, { line }), urgency: 'normal' },
      { kind: 'answer', callId },
      { isEmergency: false, office },
    )
    if (notice === null) return
    this.#ringing.set(callId, notice)
    notice.on('close', () => this.#ringing.delete(callId))
  }

  /** Null where it is kept back, or cannot be shown. */
  #show(
    words: NoticeWords,
    order: DesktopOrder,
    when: { readonly isEmergency: boolean; readonly office: OfficeMoment },
  ): NativeNotice | null {
    if (this.parts.isWatched()) return null
    if (isQuiet(this.parts.hours(), when, deskMoment(this.parts.now()))) return null
    const notice = this.parts.make(words)
    if (notice === null) return null
    notice.on('click', () => this.parts.order(order))
    notice.show()
    return notice
  }
}
