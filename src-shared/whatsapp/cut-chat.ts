import type { ChatMessage } from './exported-chat'

/** One report cut out of a chat: what one person wrote without a long silence. */
export interface ChatReport<Message extends ChatMessage = ChatMessage> {
  readonly author: string
  readonly messages: readonly Message[]
}

export interface Cutting<Message extends ChatMessage> {
  /** Authors who are the office itself: their messages are in no report. */
  readonly own: readonly string[]
  /** A silence of so many hours ends a report. */
  readonly pauseHours: number
  /** A person's word against the rule: this message begins a report, or goes on with its author's last; else undefined. */
  readonly begins?: (message: Message) => boolean | undefined
}

const millis = (at: string): number => Date.parse(`${at}Z`)

/** A voice that the export left out, or what was taken back, says nothing. */
export const saysSomething = ({ text, file, point }: ChatMessage): boolean =>
  text !== '' || file !== null || point !== null

/**
 * Cuts a chat into reports: a new one begins after a pause of `pauseHours`, or after the office has answered and
 * another day has begun. The office's own messages are in none, nor is a report in which nothing is said.
 */
export const cutIntoReports = <Message extends ChatMessage>(
  messages: readonly Message[],
  { own, pauseHours, begins = () => undefined }: Cutting<Message>,
): readonly ChatReport<Message>[] => {
  const reports: { author: string; messages: Message[]; answered: boolean }[] = []
  const lastOf = new Map<string, (typeof reports)[number]>()
  for (const message of messages) {
    if (own.includes(message.author)) {
      for (const report of lastOf.values()) report.answered = true
      continue
    }
    const last = lastOf.get(message.author)
    const before = last?.messages.at(-1)
    const gap = before === undefined ? Number.POSITIVE_INFINITY : millis(message.at) - millis(before.at)
    const otherDay = before !== undefined && before.at.slice(0, 10) !== message.at.slice(0, 10)
    const byRule = gap > pauseHours * 3_600_000 || (last?.answered === true && otherDay)
    if (last === undefined || (begins(message) ?? byRule)) {
      const report = { author: message.author, messages: [message], answered: false }
      reports.push(report)
      lastOf.set(message.author, report)
    } else last.messages.push(message)
  }
  return reports
    .filter((report) => report.messages.some(saysSomething))
    .map(({ author, messages: said }) => ({ author, messages: said }))
}
