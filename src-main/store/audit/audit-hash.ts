import { hash } from 'node:crypto'
import { type AuditFacts, canonicalText } from '@shared/audit/canonical'

export const sha256Hex = (text: string): string => hash('sha256', text, 'hex')

/** A field's value in a payload: 128 bits are enough to tell two values apart, and half as long. */
export const shortDigest = (text: string): string => sha256Hex(text).slice(0, 32)

export const auditHash = (facts: AuditFacts, previous: string, across: string): string =>
  sha256Hex(canonicalText(facts, previous, across))
