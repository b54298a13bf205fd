export interface MailDaysTables {
  mail_days: {
    mailbox_id: number
    /** `YYYY-MM-DD` on the office's calendar. */
    day: string
    at: number
    uid_validity: number
    /** JSON: what the server listed, by UID. */
    mails: string
  }
}
