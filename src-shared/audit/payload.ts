/** Never digested, wherever they stand: a fast digest of a password would be a way round its slow hash. */
const SECRET = /^(current|next|code|pin)$|password|secret|token/i

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const withoutSecrets = (value: unknown): string =>
  JSON.stringify(value, (key, inner: unknown) => (SECRET.test(key) ? undefined : inner)) ?? 'null'

export interface AuditPayload {
  /** Random per row: without it nobody can try names and numbers against the digests. */
  readonly salt: string
  /** By field: digests of the value before (null where the command carries none) and after. */
  readonly fields: Readonly<Record<string, readonly [string | null, string | null]>>
  /** Values that are nobody's data: states, roles, permissions. */
  readonly plain?: Readonly<Record<string, unknown>>
}

export interface PayloadTools {
  readonly salt: string
  /** A short digest of a text. */
  readonly digest: (text: string) => string
}

/**
 * What a command's input leaves in the register: the names of its fields and digests of their values, never a value
 * itself but for those that the contract calls plain. Commands that carry a base leave only the fields that differ.
 */
export const auditPayload = (input: unknown, plainFields: readonly string[], tools: PayloadTools): AuditPayload => {
  const fields: Record<string, readonly [string | null, string | null]> = {}
  const plain: Record<string, unknown> = {}
  const digest = (value: unknown): string | null =>
    value === undefined ? null : tools.digest(`${tools.salt}${withoutSecrets(value)}`)
  const note = (name: string, before: unknown, after: unknown): void => {
    if (plainFields.includes(name)) plain[name] = after ?? null
    else fields[name] = SECRET.test(name) ? [null, null] : [digest(before), digest(after)]
  }
  if (isRecord(input)) {
    const { base, changes, value, ...rest } = input
    for (const [name, own] of Object.entries(rest)) if (own !== undefined) note(name, undefined, own)
    const after = changes ?? value
    if (isRecord(after)) {
      const before = isRecord(base) ? base : {}
      for (const [name, own] of Object.entries(after))
        if (own !== undefined && withoutSecrets(own) !== withoutSecrets(before[name])) note(name, before[name], own)
    } else if (after !== undefined) note('value', base, after)
    else if (base !== undefined) note('base', base, undefined)
  }
  return { salt: tools.salt, fields, ...(Object.keys(plain).length > 0 ? { plain } : {}) }
}
