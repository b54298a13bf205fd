import { normaliseIdentifier } from '@shared/contacts/identifiers'
import { dayAt } from '@shared/deadlines/zone'
import { DAY_MS, asInstant } from '@shared/kernel/instant'
import { momentOf } from '@shared/whatsapp/chat-time'
import { readCopiedMessages } from '@shared/whatsapp/copied-message'
import { isOfficeAuthor } from '@shared/whatsapp/office-author'
import { useCatalog } from '@/app/catalog'
import { officeZone } from '@/app/formats'
import type { IntakeForm } from './form'
import { useNumberOwner } from './use-number-owner'

/** Older than this the office's clocks are not turned back; the words keep their day. */
const LONGEST_AGO_MS = 59 * DAY_MS

/** Messages copied out of WhatsApp fill the form: channel, time, who wrote, words and place. */
export const usePastedMessage = (form: IntakeForm) => {
  const nameWriter = useNumberOwner(form)
  const { catalog } = useCatalog()

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
    if (form.reporter === 'unset' && form.lookup.trim() === '')
      void nameWriter(normaliseIdentifier('whatsapp', read.author)?.display ?? read.author, 'place')
    return true
  }
  return { take }
}
