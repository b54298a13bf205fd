import { XMLParser } from 'fast-xml-parser'
import type { RemoteRequest, RemoteService, RemoteUpdate } from '@main/platform/open311'

type Fields = Readonly<Record<string, string>>

/** No value is taken for a number: ids keep their zeros. */
const xml = new XMLParser({ parseTagValue: false, ignoreAttributes: true, processEntities: true, trimValues: true })

const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''

const fieldsOf = (row: unknown): Fields =>
  typeof row === 'object' && row !== null
    ? Object.fromEntries(Object.entries(row).map(([name, value]) => [name, textOf(value)]))
    : {}

const listOf = (value: unknown): unknown[] =>
  Array.isArray(value) ? value : value === undefined || value === '' ? [] : [value]

/**
 * The rows of an answer, JSON or XML by its first sign: servers name the type wrongly. Null when it is neither, or not
 * the list that was asked for. JSON servers wrap the list or do not.
 */
export const rowsOf = (body: Buffer, list: string, row: string): Fields[] | null => {
  const text = body
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .trimStart()
  try {
    if (text.startsWith('[') || text.startsWith('{')) {
      const parsed = JSON.parse(text) as unknown
      const rows = Array.isArray(parsed) ? parsed : (parsed as Record<string, unknown>)[list]
      return Array.isArray(rows) ? rows.map(fieldsOf) : null
    }
    // Entities that a document brings itself could be of any length: no answer of this protocol has a reason for them.
    if (!text.startsWith('<') || /<!DOCTYPE/i.test(text)) return null
    const parsed = xml.parse(text) as Record<string, unknown>
    const root = parsed[list]
    if (root === undefined) return null
    return listOf((root as Record<string, unknown>)[row]).map(fieldsOf)
  } catch {
    return null
  }
}

/** Enough for an administrator to know it again in the platform's own log. */
const MOST_SAID = 160

/** The first sentence of an error answer: of its description where it has one, otherwise of its text; often nothing. */
export const saidIn = (body: Buffer): string => {
  const [described] = [...(rowsOf(body, 'errors', 'error') ?? [])].map((row) => row['description'] ?? '')
  const text =
    described ||
    body
      .subarray(0, 4096)
      .toString('utf8')
      .replace(/<(style|script|title)\b[\s\S]*?<\/\1>|<[^>]*>/gi, ' ')
  const [sentence = ''] = text.replace(/\s+/g, ' ').trim().split('. ')
  return sentence.replace(/\.$/, '').slice(0, MOST_SAID)
}

const timeOf = (text: string | undefined): number | null => {
  const at = Date.parse(text ?? '')
  return Number.isFinite(at) ? at : null
}

const coordinate = (text: string | undefined): number | null => {
  if (text === undefined || text === '') return null
  const value = Number(text)
  return Number.isFinite(value) ? value : null
}

export const serviceOf = (row: Fields): RemoteService | null =>
  (row['service_code'] ?? '') === ''
    ? null
    : {
        code: (row['service_code'] ?? '').slice(0, 200),
        name: (row['service_name'] || row['service_code'] || '').slice(0, 200),
        group: (row['group'] ?? '').slice(0, 200),
      }

/** Null for a row that cannot be told apart from others or has no date: it would come in anew at each reading. */
export const requestOf = (row: Fields): RemoteRequest | null => {
  const id = row['service_request_id'] ?? ''
  const requestedAt = timeOf(row['requested_datetime'])
  if (id === '' || id.length > 200 || requestedAt === null) return null
  const lat = coordinate(row['lat'])
  const lon = coordinate(row['long'] ?? row['lon'])
  const isPlaced =
    lat !== null && lon !== null && Math.abs(lat) <= 90 && Math.abs(lon) <= 180 && (lat !== 0 || lon !== 0)
  return {
    id,
    status: row['status'] ?? '',
    statusNotes: row['status_notes'] ?? '',
    serviceCode: row['service_code'] ?? '',
    serviceName: row['service_name'] ?? '',
    description: row['description'] ?? '',
    requestedAt,
    updatedAt: timeOf(row['updated_datetime']) ?? requestedAt,
    address: row['address'] || row['address_string'] || '',
    lat: isPlaced ? lat : null,
    lon: isPlaced ? lon : null,
    mediaUrl: row['media_url'] ?? '',
    name: [row['first_name'], row['last_name']].filter(Boolean).join(' ') || (row['requestor_name'] ?? ''),
    email: row['email'] ?? '',
    phone: row['phone'] ?? '',
  }
}

export const updateOf = (row: Fields): RemoteUpdate | null => {
  const [id = '', requestId = ''] = [row['update_id'], row['service_request_id']]
  const updatedAt = timeOf(row['updated_datetime'])
  if (id === '' || id.length > 200 || requestId === '' || updatedAt === null) return null
  return { id, requestId, status: row['status'] ?? '', description: row['description'] ?? '', updatedAt }
}
