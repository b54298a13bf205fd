import type { LinkStatus } from '@shared/contract/link'
import { type Channel, type ServerFrame, isCallFrame } from '@main/transport/frames'
import type { DeskLink } from './desk-link'

/** Calls about the link itself are this desk's own business, also while everything else goes to the serving desk. */
const OWN = 'link.'

export interface SwitchParts {
  /** This engine's own door. */
  readonly accept: (line: string, channel: Channel) => void
}

interface PageLine {
  readonly channel: Channel
}

/** Every page's line ends here: its calls go to this engine's own door, or over the link while there is one. */
export class LineSwitch {
  readonly #pages = new Map<string, PageLine>()
  #link: DeskLink | null = null

  constructor(private readonly parts: SwitchParts) {}

  accept(line: string, channel: Channel): void {
    let own: (frame: unknown) => void = () => undefined
    let ownClosed: () => void = () => undefined
    this.#pages.set(line, { channel })
    this.parts.accept(line, {
      post: (frame) => channel.post(frame),
      onFrame: (listener) => (own = listener),
      onClose: (listener) => (ownClosed = listener),
    })
    this.#link?.open(line, (frame) => channel.post(frame))
    channel.onFrame((frame) => {
      if (this.#link !== null && isCallFrame(frame) && !frame.name.startsWith(OWN)) this.#link.call(line, frame)
      else own(frame)
    })
    channel.onClose(() => {
      this.#pages.delete(line)
      this.#link?.close(line)
      ownClosed()
    })
  }

  use(link: DeskLink | null): void {
    this.#link = link
    if (link === null) return
    for (const [line, { channel }] of this.#pages) link.open(line, (frame) => channel.post(frame))
  }

  /** To every page, signed in or not. */
  tell(status: LinkStatus): void {
    this.#post({ event: 'link', payload: status })
  }

  /** Whoever was signed in elsewhere is nobody here. */
  signOutAll(): void {
    this.#post({ event: 'signedOut', payload: {} })
  }

  #post(frame: ServerFrame): void {
    for (const { channel } of this.#pages.values()) channel.post(frame)
  }
}
