import type { ColumnType, Generated } from 'kysely'

type WithDefault<T> = ColumnType<T, T | undefined, T>

/** Tables of competence and of what lies with another body. */
export interface ForwardingTables {
  competence_rules: {
    id: Generated<number>
    name: string
    body_id: number
    /** JSON of `RuleConditions`. */
    conditions: string
    active: WithDefault<number>
    sort: number
  }
  competence_choices: {
    id: Generated<number>
    ticket_id: number
    body_id: number
    /** The rule that had decided, and its name then; null where none had, or where the desk asked. */
    rule_id: number | null
    rule_name: WithDefault<string>
    decided_body_id: number | null
    /** 1: against a rule; 0: the answer to a question. */
    overruled: number
    note: WithDefault<string>
    road_key: WithDefault<string>
    road_name: WithDefault<string>
    category_id: number | null
    at: number
    user_id: number | null
  }
  forwardings: {
    id: Generated<number>
    ticket_id: number
    body_id: number
    began_at: number
    began_by: WithDefault<number | null>
    ended_at: WithDefault<number | null>
    answered_at: WithDefault<number | null>
    reminders: WithDefault<number>
    automatic_reminders: WithDefault<number>
    last_reminder_at: WithDefault<number | null>
    /** Whether the citizen knows: `none`, `mailed`, `to_tell`, `told`. */
    tell: WithDefault<string>
    /** What is to be told by voice. */
    tell_text: WithDefault<string>
  }
  forwarding_messages: {
    message_id: number
    forwarding_id: number
    /** `letter`, `reminder`, `answer`, `told` (to the citizen). */
    part: string
    /** The chase date that a reminder moved on. */
    chase_before: WithDefault<string | null>
  }
}
