import { normaliseIdentifier } from '@shared/contacts/identifiers'
import { useClient } from '@/client/client'
import { type IntakeForm, newPersonFrom } from './form'
import { focusField } from './use-intake'

/** Puts who has a telephone number into the form: the one citizen, a choice among several, or a new person. */
export const useNumberOwner = (form: IntakeForm) => {
  const client = useClient()

  /** @param next the field in which a new person's report goes on */
  return async (text: string, next: 'name' | 'place'): Promise<void> => {
    const before = form.lookup
    const number = normaliseIdentifier('phone', text)
    if (number === null) {
      form.lookup = text
      return focusField('reporter')
    }
    const found = await client.contacts.find({ text: number.display })
    // Somebody went on typing meanwhile: what stands there is theirs.
    if (form.reporter !== 'unset' || form.lookup !== before) return
    const owners = (found.ok ? found.value.contacts : []).filter(({ identifiers }) =>
      identifiers.some(({ kind, value }) => normaliseIdentifier(kind, value)?.key === number.key),
    )
    const [only] = owners
    if (only && owners.length === 1) {
      const { openTickets: _, ...known } = only
      Object.assign(form, { reporter: 'known', known })
      return focusField('place')
    }
    if (owners.length > 1) {
      form.lookup = number.display
      return focusField('reporter')
    }
    Object.assign(form, { reporter: 'new', known: null, ...newPersonFrom(text) })
    await focusField(next)
  }
}
