import { type PageFacts, type ShownStep, nextKey, shownSteps } from '@shared/site/page-facts'
import { type SiteOffice, escaped, framed } from './html'
import { type SiteWords, siteWords } from './site-words'

const MARKS: Readonly<Record<ShownStep['state'], string>> = { past: '✓', current: '●', ahead: '○' }

const stepLine = ({ say, day }: SiteWords, { step, state, day: on }: ShownStep): string =>
  `<li class="${state}"${state === 'current' ? ' aria-current="step"' : ''}><span class="mark" aria-hidden="true">${MARKS[state]}</span><span><strong>${escaped(say(`step_${step}`))}</strong> <span class="hidden">(${escaped(say(state))})</span>${on === null ? '' : `<br><time datetime="${on}">${escaped(day(on))}</time>`}</span></li>`

const nextSentence = ({ say, day }: SiteWords, facts: PageFacts): string => {
  const on = facts.status === 'waiting' ? facts.waitingUntil : facts.visitDay
  return say(`next_${nextKey(facts)}`, { day: on === null ? '' : day(on), body: facts.body })
}

const told = (words: SiteWords, facts: PageFacts, heading: 'h1' | 'h2'): string => {
  const { say, day } = words
  const under = heading === 'h1' ? 'h2' : 'h3'
  const rows = [
    [say('category'), facts.category],
    [say('district'), facts.district],
  ].filter(([, value]) => value !== '')
  return `<${heading}>${escaped(say('report', { number: facts.number }))}</${heading}>
<p class="state">${escaped(say('now', { state: say(`state_${facts.status}`) }))}</p>
<p class="quiet">${escaped(say('codeIs', { code: facts.code }))}</p>
${rows.length === 0 ? '' : `<dl>${rows.map(([name = '', value = '']) => `<div><dt>${escaped(name)}</dt><dd>${escaped(value)}</dd></div>`).join('')}</dl>\n`}<${under}>${escaped(say('next'))}</${under}>
<p>${escaped(nextSentence(words, facts))}</p>
${facts.answerDue === null ? '' : `<p>${escaped(say('answerBy', { day: day(facts.answerDue) }))}</p>\n`}${facts.isJoined ? `<p>${escaped(say('joined'))}</p>\n` : ''}<${under}>${escaped(say('steps'))}</${under}>
<ol class="steps">
${shownSteps(facts)
  .map((step) => stepLine(words, step))
  .join('\n')}
</ol>
<p class="quiet">${escaped(say('updated', { day: day(facts.changedOn) }))}</p>`
}

/** The page of one code, in Italian and below it in English: readable on any phone, without a script. */
export const renderPage = (facts: PageFacts, office: SiteOffice): string =>
  framed({
    words: siteWords.it,
    title: siteWords.it.say('report', { number: facts.number }),
    office,
    up: '../',
    isHidden: true,
    body: `<article>${told(siteWords.it, facts, 'h1')}</article>
<p><a href="../index.html">${escaped(siteWords.it.say('home'))}</a></p>
<section class="other" lang="en">${told(siteWords.en, facts, 'h2')}</section>`,
  })
