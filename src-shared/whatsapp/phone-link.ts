/** A QR code with more letters than this is too fine for a phone's camera at arm's length. */
const MOST_IN_QR = 900

/** Opens WhatsApp with the text written and nothing sent; `e164` is `+39335…`. */
export const phoneLink = (e164: string, text: string): string =>
  `https://wa.me/${e164.replace(/\D/g, '')}?text=${encodeURIComponent(text)}`

/** The same for the office's telephone to read; a long text must be copied by hand, the chat opens all the same. */
export const qrLink = (e164: string, text: string): { readonly link: string; readonly holdsText: boolean } => {
  const whole = phoneLink(e164, text)
  return whole.length <= MOST_IN_QR
    ? { link: whole, holdsText: true }
    : { link: `https://wa.me/${e164.replace(/\D/g, '')}`, holdsText: false }
}
