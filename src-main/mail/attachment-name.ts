const EXTENSIONS: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/gif': 'gif',
  'image/heic': 'heic',
  'image/webp': 'webp',
  'application/pdf': 'pdf',
  'message/rfc822': 'eml',
  'message/delivery-status': 'txt',
  'text/rfc822-headers': 'txt',
  'text/plain': 'txt',
  'text/html': 'html',
  'text/calendar': 'ics',
  'application/xml': 'xml',
  'application/pkcs7-signature': 'p7s',
  'application/ms-tnef': 'dat',
}

const WINDOWS_DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i
// Control characters, and the marks that turn text around ("fdp.exe" shown as "exe.pdf").
// oxlint-disable-next-line no-control-regex -- control characters are what this removes
const INVISIBLE = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g
const MAX_LENGTH = 120

/** Some programs write `Perch%C3%A9.pdf` where the standard wants a star; a percent sign of one's own stays. */
const withoutPercents = (name: string): string => {
  if (!/%[0-9a-f]{2}/i.test(name)) return name
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}

/**
 * A file name that is safe to save on any system: no path, no invisible marks, no reserved name, at most 120
 * characters, its extension kept. Without a usable name: `allegato-N` with the type's usual extension.
 */
export const attachmentName = (given: string | undefined, type: string, position: number): string => {
  const last =
    withoutPercents(given ?? '')
      .replace(INVISIBLE, '')
      .split(/[/\\]/)
      .pop() ?? ''
  const clean = last
    .replace(/[<>:"|?*]/g, '_')
    .replace(/\s+/g, ' ')
    .replace(/^[. ]+|[. ]+$/g, '')
  if (clean === '') {
    const extension = EXTENSIONS[type]
    return extension === undefined ? `allegato-${position}` : `allegato-${position}.${extension}`
  }
  const safe = WINDOWS_DEVICE.test(clean) ? `_${clean}` : clean
  if (safe.length <= MAX_LENGTH) return safe
  const dot = safe.lastIndexOf('.')
  const extension = dot > 0 && safe.length - dot <= 12 ? safe.slice(dot) : ''
  return safe.slice(0, MAX_LENGTH - extension.length) + extension
}
