import type { SiteWords } from './site-words'

/** What every page says of the office. */
export interface SiteOffice {
  readonly town: string
  readonly service: string
  readonly phone: string
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

export const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign)

/** Nothing from elsewhere, nothing inline, nobody told where the reader comes from. */
const POLICY =
  "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'"

interface Frame {
  readonly words: SiteWords
  readonly title: string
  readonly office: SiteOffice
  /** From the page to the site's first page: `` or `../`. */
  readonly up: string
  readonly body: string
  readonly scripts?: readonly string[]
  readonly styles?: readonly string[]
  /** Pages of a code are nobody's to find. */
  readonly isHidden: boolean
}

/** A whole page; `body` is safe already. */
export const framed = ({ words, title, office, up, body, scripts = [], styles = [], isHidden }: Frame): string => {
  const { say, language } = words
  const town = say('town', { town: office.town })
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="referrer" content="no-referrer">
${isHidden ? '<meta name="robots" content="noindex, nofollow, noarchive">\n' : ''}<meta name="color-scheme" content="light dark">
<title>${escaped(title)} · ${escaped(town)}</title>
${styles.map((path) => `<link rel="stylesheet" href="${up}${path}">\n`).join('')}<link rel="stylesheet" href="${up}assets/site.css">
${isHidden ? '' : `<link rel="alternate" type="application/atom+xml" href="${up}feed.xml" title="${escaped(say('feed'))}">\n`}</head>
<body>
<a class="skip" href="#content">${escaped(say('skip'))}</a>
<header><div class="wide"><p class="town">${escaped(town)}</p><p>${escaped(office.service)}</p></div></header>
<main id="content" class="wide">
${body}
</main>
<footer><div class="wide">
<p>${escaped(say('privacy'))}</p>
${office.phone === '' ? '' : `<p>${escaped(say('ask', { service: office.service, phone: office.phone }))}</p>\n`}</div></footer>
${scripts.map((path) => `<script src="${up}${path}" defer></script>\n`).join('')}</body>
</html>
`
}
