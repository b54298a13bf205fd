/** The fields of a body as a form (either kind) or as JSON says them; null when it is neither. */
export const ctiFields = async (body: Buffer, contentType: string): Promise<Record<string, unknown> | null> => {
  try {
    if (/^application\/json\b/i.test(contentType)) {
      const read: unknown = JSON.parse(body.toString('utf8'))
      return typeof read === 'object' && read !== null && !Array.isArray(read) ? { ...read } : null
    }
    const form = await new Response(new Uint8Array(body), { headers: { 'content-type': contentType } }).formData()
    const fields: Record<string, unknown> = {}
    for (const [name, value] of form) {
      if (typeof value !== 'string') return null
      // Several of one name: a group of telephones rings.
      const before = fields[name]
      fields[name] = before === undefined ? value : [...(Array.isArray(before) ? before : [before]), value]
    }
    return fields
  } catch {
    return null
  }
}
