import DOMPurify from 'dompurify'
import { remoteAddress } from '@shared/mail/remote-pictures'

// Dropped besides what DOMPurify drops by itself: whatever could ask for something, look like the desk, or fetch.
const FORBID_TAGS = [
  'style',
  'form',
  'input',
  'button',
  'textarea',
  'select',
  'iframe',
  'object',
  'embed',
  'link',
  'meta',
  'base',
  'svg',
  'math',
  'audio',
  'video',
]
const FORBID_ATTR = ['srcset', 'background', 'ping', 'action', 'formaction']

export interface CleanMail {
  readonly html: string
  /** Pictures that lie elsewhere, as `src` names them: fetching one tells its sender that the mail was read. */
  readonly remote: readonly string[]
}

/**
 * A mail's HTML made harmless: `pictures` maps what `src` may say (`cid:…`, or an address that was asked for) to a data
 * address. Links lose their target and are followed by nobody but the person who clicks.
 */
export const cleanMail = (html: string, pictures: ReadonlyMap<string, string>): CleanMail => {
  const safe = DOMPurify.sanitize(html, { FORBID_TAGS, FORBID_ATTR, ALLOW_DATA_ATTR: false })
  const { body } = new DOMParser().parseFromString(safe, 'text/html')
  const remote = new Set<string>()
  for (const image of body.querySelectorAll('img')) {
    const source = image.getAttribute('src') ?? ''
    const held = pictures.get(source)
    if (held !== undefined) {
      image.setAttribute('src', held)
      continue
    }
    if (remoteAddress(source) !== null) remote.add(source)
    if (source.startsWith('data:image/')) continue
    image.removeAttribute('src')
  }
  for (const styled of body.querySelectorAll('[style*="url" i]')) styled.removeAttribute('style')
  for (const link of body.querySelectorAll('a[href]')) {
    // A mail has no place of its own: what names no address would lead about the desk.
    if (!/^(https?|mailto|tel):/i.test(link.getAttribute('href') ?? '')) link.removeAttribute('href')
    link.setAttribute('target', '_blank')
    link.setAttribute('rel', 'noopener noreferrer')
  }
  return { html: body.innerHTML, remote: [...remote] }
}

/*
 * Mail is written for white paper, with colours of its own. On a dark page the paper is turned over with everything on
 * it: what was readable stays so, colours keep their hue, and pictures are turned back.
 */
const DARK = `html { filter: invert(1) hue-rotate(180deg) } body { background: #dfe8f5 }
  img { filter: invert(1) hue-rotate(180deg) }`

/** The frame's whole document, with a policy of its own besides the page's: nothing runs, nothing is fetched. */
export const mailDocument = (html: string, dark = false): string => `<!doctype html>
<html lang="it"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<style>
  body { margin: 0; padding: 10px; background: #fff; color: #1e293b; font: 14px/1.45 'Titillium Web', system-ui, sans-serif; overflow-wrap: anywhere }
  img { max-width: 100%; height: auto } img:not([src]) { box-sizing: border-box; border: 1px dashed #94a3b8; background: #f1f5f9 } table { max-width: 100% } blockquote { margin-left: 8px; padding-left: 8px; border-left: 2px solid #94a3b8 }
  ${dark ? DARK : ''}
</style></head><body>${html}</body></html>`
