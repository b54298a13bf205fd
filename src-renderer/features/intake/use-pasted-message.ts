import { normaliseIdentifier } from '@shared/contacts/identifiers'
import { dayAt } from '@shared/deadlines/zone'
import { DAY_MS, asInstant } from '@shared/kernel/instant'
import { momentOf } from '@shared/whatsapp/chat-time'
import { readCopiedMessages } from '@shared/whatsapp/copied-message'
import { isOfficeAuthor } from '@shared/whatsapp/office-author'
import { useCatalog } from '@/app/catalog'
import { officeZone } from '@/app/formats'
import { useClient } from '@/client/client'
import { type IntakeForm, newPersonFrom } from './form'
import { focusField } from './use-intake'

/** Older than this the office's clocks are not turned back; the words keep their day. */
const LONGEST_AGO_MS = 59 * DAY_MS

/** Messages copied out of WhatsApp fill the form: channel, time, who wrote, words and place. */
export const usePastedMessage = (form: IntakeForm) => {
  const client = useClient()
  const { catalog } = useCatalog()

  const nameWriter = async (author: string): Promise<void> => {
    const number = normaliseIdentifier('whatsapp', author)
    if (number === null) {
      // A name of the telephone's address book: the list of citizens says whether it is one of them.
      form.lookup = author
      return focusField('reporter')
    }
    const found = await client.contacts.find({ text: number.display })
    if (form.reporter !== 'unset') return
    const owners = (found.ok ? found.value.contacts : []).filter(({ identifiers }) =>
      identifiers.some(({ kind, value }) => normaliseIdentifier(kind, value)?.key === number.key),
    )
    const [only] = owners
    if (only && owners.length === 1) {
      const { openTickets: _, ...known } = only
      Object.assign(form, { reporter: 'known', known })
    } else if (owners.length > 1) {
      form.lookup = number.display
      return focusField('reporter')
    } else Object.assign(form, { reporter: 'new', known: null, ...newPersonFrom(number.display) })
    await focusField('place')
  }

  /** False for any other text: it is pasted as always. */
  const take = (pasted: string): boolean => {
    const now = Date.now()
    const office = catalog.value?.office
    const read = readCopiedMessages(pasted, {
      today: dayAt(asInstant(now), officeZone.value),
      isOwn: (author) => office !== undefined && isOfficeAuthor(author, office),
    })
    if (read === null) return false
    const isRecent = momentOf(read.at, officeZone.value) > now - LONGEST_AGO_MS
    form.channel = 'whatsapp'
    form.saidAt ??= isRecent ? read.at : null
    form.description = [form.description.trim(), read.text].filter((text) => text !== '').join('\n')
    if (read.point !== null && form.lat === null) Object.assign(form, { ...read.point, pointBy: 'hand', pointFor: '' })
    if (form.reporter === 'unset' && form.lookup.trim() === '') void nameWriter(read.author)
    return true
  }
  return { take }
}
