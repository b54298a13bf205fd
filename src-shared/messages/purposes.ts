/** `letter` and `reminder` go to another body, `body_answer` comes from it; the rest is between office and citizen. */
export const MESSAGE_PURPOSES = [
  'report',
  'message',
  'reply',
  'official',
  'acknowledgement',
  'step',
  'follow_up',
  'letter',
  'reminder',
  'body_answer',
] as const
