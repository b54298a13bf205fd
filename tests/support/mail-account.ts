export interface MailAccount {
  readonly address: string
  readonly password: string
}
