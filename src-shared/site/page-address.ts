/** Where on the site the page of a code lies. The code itself names it: a QR code and a typed address need no script. */
export const pagePath = (trackingCode: string): string => `s/${trackingCode}.html`

/** The site's address as the office gave it, without a slash at its end; empty when there is none. */
export const siteRoot = (publicUrl: string): string => publicUrl.trim().replace(/\/+$/, '')

/** The whole address of a code's page; empty without a site. */
export const pageUrl = (publicUrl: string, trackingCode: string): string => {
  const root = siteRoot(publicUrl)
  return root === '' ? '' : `${root}/${pagePath(trackingCode)}`
}
