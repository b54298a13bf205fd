import en from '../../../src-renderer/locales/en/signInReturn.json'
import it from '../../../src-renderer/locales/it/signInReturn.json'

/** What the browser shows when it comes back from the provider, in the language that it asks for. */
export const signInPage = (outcome: 'done' | 'refused', acceptLanguage: string): string => {
  const isEnglish = /^en\b/i.test(acceptLanguage.trim())
  const { title, text } = (isEnglish ? en : it)[outcome]
  return [
    `<!doctype html><html lang="${isEnglish ? 'en' : 'it'}"><meta charset="utf-8">`,
    `<meta name="color-scheme" content="light dark"><title>${title} · Cantoniere</title>`,
    `<main style="font:16px/1.5 sans-serif;max-width:32em;margin:15vh auto;padding:0 1em">`,
    `<h1 style="font-size:1.4em">${title}</h1><p>${text}</p></main>`,
  ].join('')
}
