import type { Channel } from '@shared/channels/channels'
import { type ContactId, type DistrictId } from '@shared/kernel/ids'
import { HOUR_MS, type Instant, MINUTE_MS, asInstant } from '@shared/kernel/instant'
import { metresBetween } from '@shared/places/geo'
import { insertContact } from '@main/features/contacts/save-contact'
import { openTicket } from '@main/features/tickets/open-ticket'
import type { WriteDb } from '@main/store/handles'
import type { DemoTown } from './demo-town'
import { FIRST_NAMES, LAST_NAMES } from './demo-words'
import { SeededRandom } from './seeded-random'

/** With a random of its own: the rest of the town is the same whether it rained or not. */
const SEED = 41
const HOURS = 6
const NEAR_METRES = 1400

const SAID: readonly (readonly [key: string, subject: string, text: string])[] = [
  [
    'caditoie',
    'Caditoia intasata, acqua in strada',
    'Con la pioggia di stanotte la caditoia non riceve più e la strada è allagata.',
  ],
  ['acqua', 'Strada allagata', 'C’è una spanna d’acqua davanti al cancello, le macchine passano a fatica.'],
  ['caditoie', 'Griglia coperta di foglie', 'La griglia è coperta di foglie e l’acqua va verso le case.'],
  ['acqua', 'Acqua nel garage', 'L’acqua della strada entra nel garage, la fogna non la porta via.'],
  ['caditoie', 'Tombino che rigurgita', 'Il tombino butta fuori acqua da questa notte.'],
  ['acqua', 'Fosso pieno, acqua in strada', 'Il fosso è pieno fino all’orlo e l’acqua passa sopra la strada.'],
]
const CHANNELS: readonly Channel[] = ['phone', 'phone', 'whatsapp', 'email', 'counter']

/** Last night it rained: the same thing from a dozen houses of a few streets, and nobody has taken it up yet. */
export const fillStorm = async (db: WriteDb, town: DemoTown, now: Instant): Promise<void> => {
  const random = new SeededRandom(SEED)
  const [first] = town.districts.filter(({ name }) => (town.streets.get(name) ?? []).length > 0)
  if (!first) return
  const doors = town.districts
    .flatMap((district) => (town.streets.get(district.name) ?? []).map((street) => ({ district, street })))
    .flatMap(({ district, street }) => street.doors.map((door) => ({ district, street, door })))
    .flatMap(({ district, street, door }) => (door.point === null ? [] : [{ district, street, point: door.point }]))
    .filter(({ point }) => metresBetween(point, first) <= NEAR_METRES)
  const count = SAID.length * 2
  for (let index = 0; index < count && doors.length > 0; index += 1) {
    const said = SAID[index % SAID.length]
    const [place] = doors.splice(random.whole(doors.length), 1)
    const categoryId = town.categories.get(said?.[0] ?? '')
    if (!said || !place || categoryId === undefined) continue
    const channel = CHANNELS[index % CHANNELS.length] ?? 'phone'
    const name = `${random.pick(FIRST_NAMES)} ${random.pick(LAST_NAMES)}`
    const serial = random.whole(1_000_000)
    const identifiers =
      channel === 'email'
        ? [
            {
              kind: 'email' as const,
              value: `${name.toLowerCase().replaceAll(/[^a-z]+/g, '.')}.${serial}@posta.invalid`,
            },
          ]
        : [{ kind: 'phone' as const, value: `335 1${String(serial).padStart(6, '0')}` }]
    const at = asInstant(now - HOURS * HOUR_MS + Math.round((index / count) * (HOURS * HOUR_MS - 10 * MINUTE_MS)))
    const contactId = await insertContact(db, { name, address: '', notes: '', identifiers }, at)
    await openTicket(db, random.bytes, {
      channel,
      kind: 'report',
      subject: said[1],
      description: said[2],
      categoryId,
      priority: null,
      place: {
        text: `${place.street.name}, ${place.district.name}`,
        districtId: place.district.id as DistrictId,
        ...place.point,
        precision: 'address',
      },
      contactId: contactId as ContactId,
      // A letter comes in by itself.
      actor: channel === 'email' ? null : (town.users[2] ?? null),
      at,
      unread: false,
    })
  }
}
