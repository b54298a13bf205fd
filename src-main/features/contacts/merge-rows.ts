import type { z } from 'zod'
import { mergedFields } from '@shared/contract/contacts'

/** The fields of a person that a merge may change. */
export type MergedFields = z.output<typeof mergedFields>

export const writeFields = ({ name, address, notes }: MergedFields): string => JSON.stringify({ name, address, notes })
export const readFields = (text: string): MergedFields => mergedFields.parse(JSON.parse(text))

/** What passes from one person to the other; `same` and `gone` are explained in schema/citizens.ts and merge-contacts.ts. */
export type MovedKind = 'tickets' | 'messages' | 'identifiers' | 'same' | 'gone'
