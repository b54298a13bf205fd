import type { Day } from '@shared/kernel/instant'
import { siteRoot } from '@shared/site/page-address'
import { type SiteOffice, escaped, framed } from './html'
import { type PublicMap, type DistrictCount } from './public-map'
import { SITE_LANGUAGES, type SiteLanguage, type SiteWords, siteWords } from './site-words'

const NAMES: Readonly<Record<SiteLanguage, { readonly home: string; readonly map: string }>> = {
  it: { home: 'index.html', map: 'mappa.html' },
  en: { home: 'en.html', map: 'map.html' },
}

const other = (language: SiteLanguage): SiteLanguage => (language === 'it' ? 'en' : 'it')

const toOther = (words: SiteWords, page: 'home' | 'map'): string => {
  const there = other(words.language)
  return `<p><a href="${NAMES[there][page]}" lang="${there}" hreflang="${there}">${escaped(words.say('otherLanguage'))}</a></p>`
}

const renderHome = (words: SiteWords, office: SiteOffice, root: string, hasMap: boolean): string => {
  const { say, language } = words
  const address = `${root}/s/K7QF-2M9X-PT4R.html`
  const links = hasMap
    ? `<p><a href="${NAMES[language].map}">${escaped(say('map'))}</a></p>\n<p><a href="feed.xml">${escaped(say('feed'))}</a></p>\n`
    : ''
  return framed({
    words,
    title: say('homeTitle'),
    office,
    up: '',
    isHidden: false,
    scripts: ['assets/find.js'],
    body: `<h1>${escaped(say('homeTitle'))}</h1>
<p>${escaped(say('homeIntro'))}</p>
<form id="find" data-wrong="${escaped(say('codeWrong'))}" data-unknown="${escaped(say('codeUnknown'))}">
<label for="code">${escaped(say('codeLabel'))}</label>
<p id="code-help" class="quiet">${escaped(say('codeHelp'))}</p>
<div class="row"><input id="code" name="code" autocomplete="off" autocapitalize="characters" spellcheck="false" maxlength="24" required aria-describedby="code-help code-error"><button type="submit">${escaped(say('find'))}</button></div>
<p id="code-error" class="error" role="alert"></p>
</form>
<noscript><p>${escaped(say('noScript', { address }))}</p></noscript>
${links}${toOther(words, 'home')}`,
  })
}

const countOf = ({ say }: SiteWords, n: number): string => (n === 1 ? say('countOne') : say('count', { n }))

const districtRow = (words: SiteWords, { name, open, closed }: DistrictCount): string =>
  `<tr><th scope="row">${escaped(name === '' ? words.say('mapUnknown') : name)}</th><td>${open}</td><td>${closed}</td></tr>`

const renderMap = (words: SiteWords, office: SiteOffice, map: PublicMap): string => {
  const { say } = words
  const labels = {
    open: say('mapOpen'),
    closed: say('mapClosed'),
    other: say('noCategory'),
    in: say('zoomIn'),
    out: say('zoomOut'),
  }
  const rows = map.districts.map((district) => districtRow(words, district)).join('\n')
  const total = map.districts.reduce((sum, { open, closed }) => sum + open + closed, 0)
  return framed({
    words,
    title: say('mapTitle'),
    office,
    up: '',
    isHidden: false,
    styles: ['assets/leaflet.css'],
    scripts: ['assets/leaflet.js', 'assets/map.js'],
    body: `<h1>${escaped(say('mapTitle'))}</h1>
<p>${escaped(say('mapIntro'))}</p>
<p class="legend"><span class="dot open" aria-hidden="true"></span> ${escaped(say('mapOpen'))} <span class="dot closed" aria-hidden="true"></span> ${escaped(say('mapClosed'))}</p>
<div id="map" role="region" aria-label="${escaped(say('mapTitle'))}" data-labels="${escaped(JSON.stringify(labels))}"><noscript><p>${escaped(say('mapLoading'))}</p></noscript></div>
<h2>${escaped(say('mapTable'))}</h2>
${total === 0 ? `<p>${escaped(say('mapNone'))}</p>` : `<p>${escaped(countOf(words, total))}</p>\n<div class="table"><table><thead><tr><th scope="col">${escaped(say('mapDistrict'))}</th><th scope="col">${escaped(say('mapOpen'))}</th><th scope="col">${escaped(say('mapClosed'))}</th></tr></thead><tbody>\n${rows}\n</tbody></table></div>`}
<p><a href="${NAMES[words.language].home}">${escaped(say('home'))}</a></p>
${toOther(words, 'map')}`,
  })
}

export interface FeedEntry {
  /** From which nothing can be guessed. */
  readonly id: string
  /** In the office's zone, as the page of the code says it. */
  readonly day: Day
  readonly category: string
  readonly district: string
  readonly state: 'accepted' | 'done' | 'closed'
}

const renderFeed = (office: SiteOffice, root: string, entries: readonly FeedEntry[]): string => {
  const { say } = siteWords.it
  // Days, not minutes: who watches the office's door must not learn which report is whose.
  const noonOf = (day: string): string => `${day}T12:00:00Z`
  const title = say('feedTitle', { town: office.town })
  const items = entries.map(({ id, day, category, district, state }) => {
    const values = { category: category || say('noCategory'), district, state: say(`state_${state}`) }
    const text = say(district === '' ? 'feedEntryNowhere' : 'feedEntry', values)
    return `<entry><id>urn:cantoniere:${id}</id><title>${escaped(text)}</title><updated>${noonOf(day)}</updated><link href="${escaped(`${root}/mappa.html`)}"/><content type="text">${escaped(text)}</content></entry>`
  })
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="it">
<id>${escaped(`${root}/feed.xml`)}</id>
<title>${escaped(title)}</title>
<updated>${noonOf(entries[0]?.day ?? '1970-01-01')}</updated>
<author><name>${escaped(office.service || office.town)}</name></author>
<link rel="self" href="${escaped(`${root}/feed.xml`)}"/>
${items.join('\n')}
</feed>
`
}

/** In the folder of the codes' pages, where a server might otherwise list them. */
const renderNothing = (office: SiteOffice): string =>
  framed({
    words: siteWords.it,
    title: siteWords.it.say('goneTitle'),
    office,
    up: '../',
    isHidden: true,
    body: `<h1>${escaped(siteWords.it.say('goneTitle'))}</h1><p><a href="../index.html">${escaped(siteWords.it.say('home'))}</a></p>`,
  })

export interface SharedFacts {
  readonly office: SiteOffice
  readonly publicUrl: string
  /** Null where the office shows none. */
  readonly map: PublicMap | null
  readonly feed: readonly FeedEntry[]
}

/** First page, map, feed and what keeps the codes' folder from being listed; by their paths. */
export const renderShared = ({ office, publicUrl, map, feed }: SharedFacts): Map<string, string> => {
  const root = siteRoot(publicUrl)
  const nothing = renderNothing(office)
  const files = new Map([
    ['s/index.html', nothing],
    ['assets/index.html', nothing],
    ['robots.txt', 'User-agent: *\nDisallow: /s/\n'],
  ])
  for (const language of SITE_LANGUAGES) {
    files.set(NAMES[language].home, renderHome(siteWords[language], office, root, map !== null))
    if (map !== null) files.set(NAMES[language].map, renderMap(siteWords[language], office, map))
  }
  if (map === null) return files
  files.set('points.json', JSON.stringify({ bbox: map.bbox, areas: map.areas, cells: map.cells }))
  files.set('feed.xml', renderFeed(office, root, feed))
  return files
}
