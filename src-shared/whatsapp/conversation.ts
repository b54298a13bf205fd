import { DAY_MS, HOUR_MS } from '../kernel/instant'

/** Free words may be sent for so long after the citizen's last message; then only approved templates. */
export const WINDOW_MS = DAY_MS

/** So long after the office's word a message counts as an answer to it. */
const ANSWER_MS = 72 * HOUR_MS

export interface Conversation {
  /** When the new message was written, the citizen's last one before it, and the office's last; null where there is none. */
  readonly at: number
  readonly lastIn: number | null
  readonly lastOut: number | null
  /** A silence of so many hours ends a report, as in exported chats. */
  readonly pauseHours: number
  /** The report waits for the citizen. */
  readonly isWaiting: boolean
}

const isAnswer = ({ at, lastIn, lastOut }: Conversation): boolean =>
  lastOut !== null && lastOut >= (lastIn ?? 0) && at - lastOut <= ANSWER_MS

/** Whether a message goes on with the report that its writer has open, or is a new one. */
export const goesOn = (talk: Conversation): boolean =>
  talk.isWaiting || isAnswer(talk) || (talk.lastIn !== null && talk.at - talk.lastIn <= talk.pauseHours * HOUR_MS)

/** Whether a message comes back on a report that was closed: it answers the office's word. */
export const comesBack = (talk: Conversation): boolean => isAnswer(talk)

const THANKS =
  /^(?:(?:s[iì]|ok(?:ay)?|va bene|bene|benissimo|perfetto|ottimo|grazie(?: mille| tante| infinite| a (?:voi|lei|te))?|gentilissim[aoie]|molto gentil[ei]|buon[ao]? ?(?:giornata|serata|giorno|lavoro)|arrivederci|ricevuto|thank you|thanks|thx)[\s,.!…-]*)+$/iu

/** Thanks and nothing else: no reason to open anything again. */
export const isThanks = (text: string): boolean => {
  const words = text
    .replace(/\p{Extended_Pictographic}|\p{Emoji_Modifier}|\u200D|\uFE0F/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
  return text.trim() !== '' && words.length <= 80 && (words === '' || THANKS.test(words))
}
