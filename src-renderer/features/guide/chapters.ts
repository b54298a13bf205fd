/** The chapters in their order; each is a file of that name in docs/guida, in Italian, and in docs/guide, in English. */
export const CHAPTER_GROUPS = [
  {
    id: 'desk',
    chapters: [
      'first-steps',
      'new-report',
      'queue',
      'ticket',
      'answering',
      'calls',
      'mail',
      'whatsapp',
      'map',
      'citizens',
      'forwarding',
    ],
  },
  { id: 'office', chapters: ['crews', 'rounds', 'together', 'routines', 'ready-answers', 'office', 'reports'] },
  {
    id: 'administrator',
    chapters: [
      'first-start',
      'store',
      'serving',
      'copies',
      'mailbox',
      'accounts',
      'register',
      'map-layers',
      'whatsapp-line',
      'telephone',
      'platforms',
      'public-site',
      'command-line',
      'troubles',
    ],
  },
] as const

type ChapterGroup = (typeof CHAPTER_GROUPS)[number]
export type ChapterId = ChapterGroup['chapters'][number]

export const CHAPTERS: readonly ChapterId[] = CHAPTER_GROUPS.flatMap(({ chapters }): readonly ChapterId[] => chapters)

export const isChapter = (id: unknown): id is ChapterId => CHAPTERS.some((one) => one === id)

/** What is read about first where a screen asks for help; by the route's name. */
export const CHAPTER_OF_ROUTE: Readonly<Record<string, ChapterId>> = {
  queue: 'queue',
  printList: 'together',
  ticket: 'ticket',
  intake: 'new-report',
  receipt: 'new-report',
  quarantine: 'mail',
  reckoning: 'mail',
  callbacks: 'calls',
  calls: 'calls',
  whatsapp: 'whatsapp',
  map: 'map',
  mapWindow: 'map',
  mapSheet: 'map',
  areas: 'map-layers',
  crews: 'crews',
  storm: 'together',
  stormProposal: 'together',
  forwarded: 'forwarding',
  citizens: 'citizens',
  reports: 'reports',
  settings: 'office',
  'sign-in': 'first-steps',
  start: 'first-start',
  join: 'serving',
  unknown: 'first-steps',
}

/** The same for the sections of the settings. */
export const CHAPTER_OF_SECTION: Readonly<Record<string, ChapterId>> = {
  firstSteps: 'first-start',
  office: 'office',
  calendar: 'office',
  categories: 'office',
  bodies: 'office',
  phone: 'telephone',
  reminders: 'routines',
  competence: 'routines',
  macros: 'routines',
  automations: 'routines',
  crews: 'crews',
  rounds: 'rounds',
  storms: 'together',
  users: 'accounts',
  roles: 'accounts',
  access: 'accounts',
  password: 'first-steps',
  register: 'register',
  mail: 'mailbox',
  mailRules: 'mailbox',
  citizenSteps: 'ready-answers',
  answers: 'ready-answers',
  followUp: 'ready-answers',
  platforms: 'platforms',
  whatsappLine: 'whatsapp-line',
  site: 'public-site',
  letters: 'forwarding',
  map: 'map-layers',
  streets: 'map-layers',
  store: 'store',
  serving: 'serving',
  copies: 'copies',
}

export interface Place {
  readonly name?: unknown
  readonly params: Readonly<Record<string, unknown>>
}

/** The chapter of the screen that one is on. */
export const chapterOf = ({ name, params }: Place): ChapterId => {
  if (name === 'guide') return isChapter(params['chapter']) ? params['chapter'] : 'first-steps'
  const { section } = params
  if (name === 'settings' && typeof section === 'string' && section !== '')
    return CHAPTER_OF_SECTION[section] ?? 'office'
  return CHAPTER_OF_ROUTE[String(name)] ?? 'first-steps'
}
