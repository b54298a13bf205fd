// oxlint-disable-next-line no-control-regex -- control characters are what this makes visible
const UNSEEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g

/** A mail's source as text to look at: what cannot be seen, or turns text around, shows as a mark. */
export const shownSource = (source: string): string => source.replace(/\r\n?/g, '\n').replace(UNSEEN, '\ufffd')
