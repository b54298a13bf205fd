import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { resolve } from 'node:path'
import { chromium, type Browser, type Page } from 'playwright-core'
import { build, type Rolldown } from 'vite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type * as MailHtml from '@/features/ticket/timeline/mail-html'
import { CHROMIUM_FLAGS, chromiumMissing, chromiumPath } from '../support/browsers'

declare const mailHtml: typeof MailHtml

/** Sanitising is the browser's parser's business: only a real one shows what would come through. */
const bundle = async (): Promise<string> => {
  const built = (await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      write: false,
      lib: {
        entry: resolve('src-renderer/features/ticket/timeline/mail-html.ts'),
        formats: ['iife'],
        name: 'mailHtml',
      },
    },
  })) as Rolldown.RolldownOutput[]
  return built[0]?.output[0].code ?? ''
}

describe.skipIf(chromiumMissing() !== null)('a mail’s HTML comes to the screen harmless', () => {
  let browser: Browser
  let page: Page

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: chromiumPath() ?? '', args: CHROMIUM_FLAGS })
    page = await browser.newPage()
    await page.setContent('<main></main>')
    await page.addScriptTag({ content: await bundle() })
  })
  afterAll(() => browser.close())

  const clean = (html: string, pictures: [string, string][] = []): Promise<MailHtml.CleanMail> =>
    page.evaluate(([mail, held]) => mailHtml.cleanMail(mail, new Map(held)), [html, pictures] as const)

  it.each([
    '<script>alert(1)</script>',
    '<img src=x onerror="alert(1)">',
    '<a href="javascript:alert(1)">qui</a>',
    '<iframe src="https://esempio.invalid"></iframe>',
    '<form action="https://esempio.invalid"><input name="password"></form>',
    '<svg><script>alert(1)</script></svg>',
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
    '<link rel="stylesheet" href="https://esempio.invalid/a.css"><style>@import "https://esempio.invalid/b.css"</style>',
    '<meta http-equiv="refresh" content="0;url=https://esempio.invalid"><base href="https://esempio.invalid">',
    '<div style="background:url(https://esempio.invalid/spia.gif)">testo</div>',
    '<table background="https://esempio.invalid/spia.gif"><tr><td>testo</td></tr></table>',
  ])('takes the sting out of %s', async (html) => {
    const { html: safe } = await clean(html)
    expect(safe).not.toMatch(/<script|onerror=|javascript:|<iframe|<form|<input|esempio\.invalid|<style|<meta|<base/i)
  })

  it('shows the pictures that came with the mail and holds back those that lie elsewhere', async () => {
    const mail = '<p>Ecco:</p><img src="cid:foto1"><img src="https://esempio.invalid/spia.gif">'
    const { html, remote } = await clean(mail, [['cid:foto1', 'data:image/png;base64,AAAA']])
    expect(html).toContain('data:image/png;base64,AAAA')
    expect(html).not.toContain('spia.gif')
    expect(remote).toEqual(['https://esempio.invalid/spia.gif'])
  })

  it('keeps text, tables and links, which open apart from the desk', async () => {
    const { html } = await clean('<table><tr><td>Via Roma</td></tr></table><a href="https://esempio.invalid">mappa</a>')
    expect(html).toContain('Via Roma')
    expect(html).toContain('rel="noopener noreferrer"')
    expect(html).toContain('target="_blank"')
  })

  it('runs and fetches nothing in its frame, even if something had come through', async () => {
    // A server that counts: a browser also reports requests that its policy then never lets out.
    const asked: string[] = []
    const server = createServer((request, response) => {
      asked.push(request.url ?? '')
      response.end()
    })
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
    const spy = `http://127.0.0.1:${(server.address() as AddressInfo).port}/spia.gif`
    const ran = await page.evaluate(async (picture) => {
      const frame = document.createElement('iframe')
      frame.setAttribute('sandbox', 'allow-popups allow-popups-to-escape-sandbox')
      frame.srcdoc = mailHtml.mailDocument(`<img src="${picture}"><script>parent.postMessage("ran", "*")</script>`)
      let heard = false
      window.addEventListener('message', () => (heard = true))
      document.body.append(frame)
      await new Promise((done) => frame.addEventListener('load', done))
      await new Promise((done) => setTimeout(done, 200))
      return heard
    }, spy)
    server.closeAllConnections()
    await new Promise((closed) => server.close(closed))
    expect(ran).toBe(false)
    expect(asked).toEqual([])
  })
})
