import { normaliseEmail } from './email-address'

/**
 * Mailboxes that several people write from: an office, a school, a block of flats. The part before the @ as it begins,
 * since `segreteria.scuola@` and `info2@` are read by more than one person too.
 */
const ROLES = [
  'info',
  'segreteria',
  'amministrazione',
  'amministratore',
  'condominio',
  'ufficio',
  'uffici',
  'protocollo',
  'posta',
  'mail',
  'email',
  'contatti',
  'contact',
  'direzione',
  'presidenza',
  'scuola',
  'parrocchia',
  'comune',
  'urp',
  'commerciale',
  'clienti',
  'assistenza',
  'helpdesk',
  'support',
  'office',
  'admin',
  'sales',
  'hello',
  'ciao',
  'noreply',
]
const ROLE = new RegExp(`^(?:${ROLES.join('|')})(?:$|[^a-z])`)

/** Nobody is known by such an address alone: who writes is told by the name beside it. */
export const isSharedAddress = (address: string): boolean => {
  const normal = normaliseEmail(address)
  if (normal === null) return false
  return ROLE.test(normal.slice(0, normal.lastIndexOf('@')))
}
