import type { ColumnType, Generated } from 'kysely'
import type { AnswersTables } from './tables/answers-tables'
import type { CitizenStepTables } from './tables/citizen-steps'
import type { CallbackTables } from './tables/callbacks'
import type { CallTables } from './tables/calls'
import type { CitizenTables } from './tables/citizens'
import type { FollowUpTables } from './tables/follow-ups'
import type { ForwardingTables } from './tables/forwarding'
import type { MailReportTables } from './tables/mail-reports'
import type { MailDaysTables } from './tables/mail-days-tables'
import type { PlatformTables } from './tables/platforms'
import type { RoutineTables } from './tables/routines'
import type { SiteTables } from './tables/site'
import type { MailTidyingTables } from './tables/mail-tidying'
import type { StreetRegistryTables } from './tables/street-registry'
import type { PhotoTables } from './tables/photos'
import type { RoundTables } from './tables/rounds'
import type { StormTables } from './tables/storms'
import type { WhatsappTables } from './tables/whatsapp'
import type { WhatsappLineTables } from './tables/whatsapp-line'
import type { DayWorkTables } from './tables/day-work'

/** SQLite has no booleans: 0 or 1. */
type Flag = number
type Id = Generated<number>
/** JSON in a text column; parsed in the table's `*-rows.ts`. */
type Json = string
type WithDefault<T> = ColumnType<T, T | undefined, T>

export interface Tables
  extends
    AnswersTables,
    CitizenStepTables,
    CitizenTables,
    FollowUpTables,
    PlatformTables,
    RoutineTables,
    SiteTables,
    ForwardingTables,
    StreetRegistryTables,
    WhatsappTables,
    WhatsappLineTables,
    CallbackTables,
    CallTables,
    DayWorkTables,
    PhotoTables,
    RoundTables,
    StormTables,
    MailReportTables,
    MailTidyingTables,
    MailDaysTables {
  meta: { key: string; value: string }
  users: {
    id: Id
    username: string
    display_name: string
    email: string | null
    roles: Json
    password_hash: string
    active: WithDefault<Flag>
    created_at: number
    last_sign_in_at: number | null
    /** Raised to end every session of theirs, on whichever desk. */
    session_epoch: WithDefault<number>
  }
  roles: { id: Id; key: string; name: WithDefault<string>; permissions: Json; shipped: WithDefault<Flag> }
  sign_in_tries: { key: string; count: number; at: number }
  settings: { key: string; value: Json; updated_at: number; updated_by: number | null }
  desks: {
    id: string
    host: string
    kind: string
    os_user: string
    version: string
    schema_version: number
    beat: number
    started_at: number
    machine: WithDefault<string>
    clock_at: WithDefault<number>
    mailboxes: WithDefault<Json>
  }
  share_proofs: { machine: string; host: string; word: string; witness: string; proved_at: number }
  presence: { desk_id: string; line: string; user_id: number; ticket_id: number; doing: string }
  pending_work: { kind: string; subject: number; below_id: number }
  done_commands: { user_id: number; key: string; answer: string; at: number }
  leases: { name: string; holder: string; beat: number; fence: number }
  change_log: { seq: Id; entity: string; entity_id: number; op: string }
  categories: {
    id: Id
    key: string | null
    parent_id: number | null
    name: string
    icon: WithDefault<string>
    duplicate_radius: WithDefault<number>
    default_priority: WithDefault<number>
    checklist: WithDefault<Json>
    active: WithDefault<Flag>
    sort: WithDefault<number>
  }
  districts: { id: Id; name: string; lat: number | null; lon: number | null; active: WithDefault<Flag> }
  bodies: {
    id: Id
    name: string
    email: WithDefault<string>
    pec: WithDefault<string>
    phone: WithDefault<string>
    notes: WithDefault<string>
    chase_days: WithDefault<number>
    chase_again_days: WithDefault<number>
    /** 1: the desk reminds it without being told to. */
    reminds_itself: WithDefault<Flag>
    is_home: WithDefault<Flag>
    active: WithDefault<Flag>
  }
  streets: { id: Id; name: string; key: string }
  areas: { id: Id; kind: string; name: string; district_id: number | null; geometry: Json }
  contacts: {
    id: Id
    name: string
    folded_name: string
    address: WithDefault<string>
    notes: WithDefault<string>
    created_at: number
    last_seen_at: number
    /** Turned out to be somebody else's second row: that one is asked for instead. */
    merged_into: WithDefault<number | null>
  }
  contact_identifiers: {
    id: Id
    contact_id: number
    kind: string
    value: string
    normalized: string
    last9: WithDefault<string>
  }
  ticket_numbers: { year: number; last: number }
  number_gaps: { year: number; first_seq: number; last_seq: number; at: number }
  tickets: {
    id: Id
    year: number
    seq: number
    number: string
    tracking_code: string
    channel: string
    kind: string
    subject: string
    description: WithDefault<string>
    status: string
    is_open: Flag
    /** Where a waiting or forwarded ticket goes back to. */
    resume_status: string | null
    outcome: string | null
    priority: number
    emergency: WithDefault<Flag>
    unread: WithDefault<Flag>
    category_id: number | null
    district_id: number | null
    body_id: number | null
    contact_id: number | null
    crew_id: number | null
    owner_id: number | null
    street_id: number | null
    place_text: WithDefault<string>
    lat: number | null
    lon: number | null
    place_precision: WithDefault<string>
    waiting_until: string | null
    waiting_reason: string | null
    chase_on: string | null
    first_answer_due: number | null
    first_answered_at: number | null
    resolution_due: number | null
    /** The next deadline that counts; null when none runs. */
    due_at: number | null
    /** `due_at`, or the largest integer: tickets without a deadline sort last, from an index. */
    due_sort: WithDefault<number>
    done_at: number | null
    closed_at: number | null
    official_answer_at: number | null
    reopened: WithDefault<number>
    master_id: number | null
    protocol_number: WithDefault<string>
    protocol_day: string | null
    created_at: number
    created_by: number | null
    last_activity_at: number
  }
  status_counts: { status: string; n: number }
  /** Kept by triggers; sums in millionths of a degree. */
  map_cells: { status: string; y: number; x: number; n: number; urgent: number; lat_sum: number; lon_sum: number }
  timeline: {
    id: Id
    ticket_id: number
    at: number
    kind: string
    actor_id: number | null
    actor_name: WithDefault<string>
    data: WithDefault<Json>
    text: WithDefault<string>
    message_id: number | null
  }
  ticket_pauses: { id: Id; ticket_id: number; from_at: number; to_at: number | null }
  ticket_links: { ticket_id: number; other_id: number; kind: string }
  saved_views: { id: Id; owner_id: number; shared: WithDefault<Flag>; name: string; filter: Json; sort: Json }
  drafts: {
    user_id: number
    ticket_id: number
    face: string
    text: string
    data: WithDefault<Json>
    updated_at: number
  }
  crews: {
    id: Id
    name: string
    color: string
    vehicle: WithDefault<string>
    capacity_visits: WithDefault<number>
    capacity_minutes: WithDefault<number>
    members: WithDefault<Json>
    active: WithDefault<Flag>
    /** Category ids; none: every kind of work. */
    skills: WithDefault<Json>
    /** District ids; none: the whole town. */
    districts: WithDefault<Json>
    /** ISO weekdays on which it works. */
    weekdays: WithDefault<Json>
    /** From and to which day who is away, and why. */
    absences: WithDefault<Json>
  }
  visits: {
    id: Id
    ticket_id: number
    crew_id: number
    day: string
    position: number
    minutes: number
    status: WithDefault<string>
    note: WithDefault<string>
    reason: WithDefault<string>
    spent_minutes: number | null
    materials: WithDefault<string>
    reported_at: number | null
    reported_by: number | null
    /** The round that it joined, and which time of it. */
    round_id: WithDefault<number | null>
    round_planned: WithDefault<string | null>
    created_at: number
    created_by: number | null
  }
  mailboxes: {
    id: Id
    name: string
    address: string
    sender_name: WithDefault<string>
    kind: WithDefault<string>
    imap: Json
    smtp: Json
    folder: WithDefault<string>
    first_sync_days: number | null
    signature: WithDefault<string>
    /** How it signs in. */
    access: WithDefault<string>
    /** Megabytes. */
    size_limit: WithDefault<number>
    /** What is done on the server with a mail that is safe here. */
    mark_seen: WithDefault<Flag>
    move_to: WithDefault<string>
    active: WithDefault<Flag>
    removed: WithDefault<Flag>
  }
  messages: {
    id: Id
    ticket_id: number
    direction: string
    via: string
    purpose: string
    mailbox_id: number | null
    contact_id: number | null
    author_id: number | null
    from_name: WithDefault<string>
    from_address: WithDefault<string>
    recipients_to: WithDefault<Json>
    recipients_cc: WithDefault<Json>
    subject: WithDefault<string>
    text: WithDefault<string>
    quoted: WithDefault<string>
    html_sha256: string | null
    raw_sha256: string | null
    header_message_id: string | null
    in_reply_to: string | null
    header_references: WithDefault<Json>
    digest: string | null
    pec: string | null
    state: string
    error_code: string | null
    sent_at: number | null
    created_at: number
    /** The answer that this one repeats, to another citizen. */
    copy_of: number | null
    automatic: WithDefault<Flag>
  }
  mail_seen: {
    mailbox_id: number
    header_message_id: string
    digest: string
    outcome: string
    ticket_id: number | null
    message_id: number | null
    at: number
  }
  mail_threads: { header_message_id: string; ticket_id: number; own: Flag }
  mailbox_uids: {
    mailbox_id: number
    uid_validity: number
    uid: number
    outcome: string
    ticket_id: number | null
    at: number
  }
  blobs: { sha256: string; size: number; type: string; created_at: number }
  attachments: {
    id: Id
    ticket_id: number
    message_id: number | null
    entry_id: number | null
    sha256: string
    name: string
    type: string
    size: number
    inline: WithDefault<Flag>
    cid: string | null
    created_at: number
  }
  outbox: {
    message_id: number
    /** Null: it leaves by the office's WhatsApp number. */
    mailbox_id: number | null
    state: string
    held_until: number
    attempts: WithDefault<number>
    next_attempt_at: number
    fence: WithDefault<number>
    error_code: string | null
    automatic: WithDefault<Flag>
  }
  undelivered: { message_id: number; address: string; reported_at: number }
  acknowledgements: { ticket_id: number; address: string; message_id: number; at: number }
  quarantine: {
    id: Id
    mailbox_id: number | null
    reason: string
    from_text: WithDefault<string>
    subject: WithDefault<string>
    received_at: number
    size: number
    raw_sha256: string
    header_message_id: string | null
    state: WithDefault<string>
    ticket_id: number | null
    resolved_at: number | null
    resolved_by: number | null
    /** Folded sender and subject. */
    words: WithDefault<string>
    detail: WithDefault<string>
    message_id: number | null
    /** When its words and its source were deleted, at the end of the time that the office keeps them. */
    emptied_at: number | null
  }
  audit: {
    id: number
    chain: string
    seq: number
    at: number
    kind: string
    name: string
    user_id: number | null
    actor: string
    os_user: string
    host: string
    entity: string | null
    entity_id: number | null
    count: number
    outcome: string
    payload: Json
    payload_digest: string
    hash: string
  }
  ticket_search: { ticket_id: number; head: string; people: string; place: string; body: string }
}
