import { z } from 'zod'

const field = z.object({
  part: z.enum(['header', 'body']),
  /** As it stands between the braces: a number, or a name. */
  name: z.string(),
  example: z.string(),
})

/** A text that WhatsApp approved, with places to fill: what may be sent when the day after a citizen's word is over. */
export const messageTemplate = z.object({
  name: z.string(),
  /** WhatsApp's code: `it`, `en_US`. */
  language: z.string(),
  category: z.string(),
  header: z.string(),
  body: z.string(),
  footer: z.string(),
  fields: z.array(field),
  /** Its places have names. */
  isNamed: z.boolean(),
})
export type MessageTemplate = z.output<typeof messageTemplate>

/** The places of a template that somebody filled, by part and name: `body.1`. */
export const templateChoice = z.object({
  name: z.string().min(1).max(512),
  language: z.string().min(1).max(20),
  values: z.record(z.string().max(80), z.string().max(1024)),
})
export type TemplateChoice = z.output<typeof templateChoice>

const named = z.array(z.object({ param_name: z.string(), example: z.string().catch('') })).optional()
const remote = z.object({
  name: z.string().min(1).max(512),
  language: z.string().min(1).max(20),
  status: z.string(),
  category: z.string().catch(''),
  parameter_format: z.string().optional(),
  components: z.array(
    z.object({
      type: z.string(),
      format: z.string().optional(),
      text: z.string().optional(),
      buttons: z.array(z.object({ type: z.string(), url: z.string().optional() })).optional(),
      example: z
        .object({
          header_text: z.array(z.string()).optional(),
          body_text: z.array(z.array(z.string())).optional(),
          header_text_named_params: named,
          body_text_named_params: named,
        })
        .optional()
        .catch(undefined),
    }),
  ),
})

const PLACE = /\{\{\s*(\w+)\s*\}\}/g

const placesOf = (text: string): string[] => [...new Set([...text.matchAll(PLACE)].map((found) => found[1] ?? ''))]

/** Buttons that only show something; one that wants a word of its own cannot be filled here. */
const isPlain = ({ type, url }: { readonly type: string; readonly url?: string | undefined }): boolean =>
  ['QUICK_REPLY', 'PHONE_NUMBER'].includes(type) || (type === 'URL' && placesOf(url ?? '').length === 0)

/** One of WhatsApp's list; null for one that is not approved, or that asks for more than words (a picture, a code). */
export const templateOf = (raw: unknown): MessageTemplate | null => {
  const parsed = remote.safeParse(raw)
  if (!parsed.success || parsed.data.status !== 'APPROVED') return null
  const { name, language, category, components } = parsed.data
  const of = (type: string) => components.find((one) => one.type.toUpperCase() === type)
  const header = of('HEADER')
  const body = of('BODY')
  const known = ['HEADER', 'BODY', 'FOOTER', 'BUTTONS']
  if (body?.text === undefined || components.some(({ type }) => !known.includes(type.toUpperCase()))) return null
  if (header !== undefined && header.format !== 'TEXT') return null
  if (!(of('BUTTONS')?.buttons ?? []).every(isPlain)) return null
  const example = (part: 'header' | 'body', place: string, index: number): string => {
    const given = part === 'header' ? header?.example : body.example
    const words = part === 'header' ? given?.header_text : given?.body_text?.[0]
    const params = part === 'header' ? given?.header_text_named_params : given?.body_text_named_params
    return params?.find((one) => one.param_name === place)?.example ?? words?.[index] ?? ''
  }
  const places = (part: 'header' | 'body', text: string) =>
    placesOf(text).map((place, index) => ({ part, name: place, example: example(part, place, index) }))
  const fields = [...places('header', header?.text ?? ''), ...places('body', body.text)]
  return {
    name,
    language,
    category,
    header: header?.text ?? '',
    body: body.text,
    footer: of('FOOTER')?.text ?? '',
    fields,
    isNamed: fields.some((one) => !/^\d+$/.test(one.name)),
  }
}

export const fieldKey = ({ part, name }: { readonly part: string; readonly name: string }): string => `${part}.${name}`

/** WhatsApp takes no line breaks and no long gaps in a place. */
const oneLine = (value: string): string => value.replaceAll(/\s+/g, ' ').trim()

/** Places that still wait for a word. */
export const unfilled = (template: MessageTemplate, values: TemplateChoice['values']): MessageTemplate['fields'] =>
  template.fields.filter((one) => oneLine(values[fieldKey(one)] ?? '') === '')

/** What the citizen reads; a place that waits for a word keeps its braces. */
export const filledText = (template: MessageTemplate, values: TemplateChoice['values']): string => {
  const fill = (part: string, text: string): string =>
    text.replaceAll(PLACE, (whole, name: string) => oneLine(values[fieldKey({ part, name })] ?? '') || whole)
  return [fill('header', template.header), fill('body', template.body), template.footer]
    .filter((text) => text !== '')
    .join('\n\n')
}

/** The template as it is sent. */
export const templatePayload = (template: MessageTemplate, values: TemplateChoice['values']) => {
  const parameters = (part: 'header' | 'body') =>
    template.fields
      .filter((one) => one.part === part)
      .map((one) => ({
        type: 'text',
        text: oneLine(values[fieldKey(one)] ?? ''),
        ...(template.isNamed ? { parameter_name: one.name } : {}),
      }))
  const components = (['header', 'body'] as const)
    .map((type) => ({ type, parameters: parameters(type) }))
    .filter((component) => component.parameters.length > 0)
  return {
    name: template.name,
    language: { code: template.language },
    ...(components.length === 0 ? {} : { components }),
  }
}
