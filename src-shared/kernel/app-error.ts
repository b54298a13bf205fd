/**
 * Every refusal that may cross the door. The list is closed: a new reason gets a code here and a sentence in
 * both locale files (`errors.<code>`), never a sentence over the door.
 */
export const ERROR_CODES = [
  // the door
  'invalid_input',
  'unauthenticated',
  'locked',
  'forbidden',
  'not_found',
  'conflict',
  'internal',
  'engine_unreachable',
  'cancelled',
  // accounts
  'wrong_credentials',
  'account_disabled',
  'username_taken',
  'last_administrator',
  'role_fixed',
  'beyond_own_rights',
  'weak_password',
  'too_many_attempts',
  // store
  'no_store_open',
  'store_not_found',
  'store_unreadable',
  'store_exists',
  'not_a_store',
  'store_corrupt',
  'store_newer',
  'store_newer_shape',
  'store_other_version_in_use',
  'store_read_only',
  'store_mode_local',
  'store_replaced',
  'store_moved',
  'store_gone',
  'store_unreachable',
  'share_on_trial',
  'share_locks_local',
  'share_locks_lost',
  'share_locks_refused',
  'share_stale',
  'share_silent',
  'share_unprovable',
  'store_busy',
  'folder_unreadable',
  'folder_unwritable',
  'disk_full',
  'migration_failed',
  'desks_inside',
  // copies
  'copy_running',
  'copy_folder_missing',
  'copy_damaged',
  // tickets
  'illegal_transition',
  'outcome_required',
  'waiting_date_required',
  'ticket_merged',
  'ticket_closed',
  'undo_expired',
  'no_recipient',
  'answer_incomplete',
  'day_past',
  'visit_code_wrong',
  'visit_gone',
  'round_without_days',
  'round_crew_gone',
  'round_district_gone',
  'round_day_gone',
  'round_day_taken',
  'round_done',
  'storm_closed',
  'name_taken',
  'in_use',
  // citizens
  'contact_merged',
  // competence and forwarding
  'rules_contradict',
  'rule_asks_nothing',
  'note_required',
  'body_without_address',
  'body_is_home',
  'not_forwarded',
  // macros and rules of the office's routine
  'steps_missing',
  'steps_clash',
  'steps_broken',
  'macro_unfit',
  'no_crew_fits',
  'automations_contradict',
  // files
  'attachment_missing',
  'attachment_too_large',
  'file_unreadable',
  'file_unwritable',
  'wrong_file_type',
  // calls to make
  'callback_number_missing',
  // the telephone
  'port_not_allowed',
  'telephone_off',
  'telephone_unheard',
  // exported chats
  'not_a_chat',
  'archive_too_large',
  'chat_too_long',
  'import_undone',
  // photos
  'photo_unreadable',
  'photo_too_large',
  'photo_over_limit',
  'film_unreadable',
  // mail
  'mailbox_auth_failed',
  'mailbox_unreachable',
  'mailbox_tls_untrusted',
  'mailbox_folder_missing',
  'mailbox_folder_refused',
  'mailbox_cannot_move',
  'mailbox_secret_missing',
  'mailbox_unconnected',
  'mailbox_account_refused',
  'mailbox_client_missing',
  'mailbox_client_refused',
  'mailbox_sign_in_late',
  'mailbox_consent_over',
  'mailbox_consent_refused',
  'mailbox_dropped',
  'mailbox_off',
  'mail_undelivered',
  'smtp_auth_failed',
  'smtp_deferred',
  'smtp_rejected',
  'mail_unparsable',
  'mail_too_large',
  'mail_over_limit',
  'unknown_placeholder',
  'files_exceed_limit',
  'secrets_unavailable',
  // one desk serves the others
  'only_on_serving_desk',
  'not_on_this_disk',
  'port_in_use',
  'address_not_here',
  'peer_unreachable',
  'peer_untrusted',
  'peer_other_version',
  'pairing_refused',
  // street registry
  'town_missing',
  // public site
  'site_folder_unwritable',
  'site_secret_missing',
  'site_other_desk',
  'sftp_unreachable',
  'sftp_auth_failed',
  'sftp_host_changed',
  'sftp_refused',
  // online platforms
  'platform_unreachable',
  'platform_failing',
  'platform_refused',
  'platform_key_refused',
  'platform_key_missing',
  'platform_unreadable',
  'platform_other_desk',
  // the office's number on WhatsApp
  'whatsapp_off',
  'whatsapp_unreachable',
  'whatsapp_refused',
  'whatsapp_token_refused',
  'whatsapp_token_missing',
  'whatsapp_number_wrong',
  'whatsapp_not_subscribed',
  'whatsapp_window_closed',
  'whatsapp_not_reachable',
  'whatsapp_template_refused',
  'whatsapp_template_gone',
  'whatsapp_text_too_long',
  'whatsapp_file_refused',
  'whatsapp_media_lost',
  'whatsapp_unsupported',
  'whatsapp_undelivered',
  'whatsapp_dropped',
  'whatsapp_other_desk',
  'relay_unreachable',
  'relay_token_refused',
  'relay_token_missing',
  'relay_unreadable',
  // a server that knows the roads
  'roads_unreachable',
  'roads_slow',
  'roads_refused',
  'roads_unreadable',
  'roads_elsewhere',
  'roads_in_office',
  'roads_too_many',
  // map
  'not_geojson',
  'area_too_small',
  'area_crosses_itself',
  'area_hole_outside',
  'area_elsewhere',
  'area_in_rule',
  'address_not_allowed',
  'remote_unreachable',
] as const

export type ErrorCode = (typeof ERROR_CODES)[number]

/** `field` names the input at fault; `details` carries plain values for the sentence's placeholders, never personal data. */
export interface AppError {
  readonly code: ErrorCode
  readonly field?: string | undefined
  readonly details?: Readonly<Record<string, string | number | boolean | null>> | undefined
  /** The aggregate as it stands now, for `conflict` only. */
  readonly current?: unknown
}

/** An error's details as texts, for where they travel without the error. */
export const plainDetails = (error: AppError | null): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(error?.details ?? {}).map(([key, value]) => [key, String(value)]))

export const appError = (code: ErrorCode, extra: Omit<AppError, 'code'> = {}): AppError => ({ code, ...extra })

/**
 * A refusal on its way out of a `store.write`: throwing it rolls the transaction back, and `serve` (or the
 * use case itself) turns it into a value again. Anything else that is thrown is a bug.
 */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  constructor(readonly error: AppError) {
    super(error.code)
  }
}

export const refuse = (code: ErrorCode, extra: Omit<AppError, 'code'> = {}): never => {
  throw new Refusal(appError(code, extra))
}
