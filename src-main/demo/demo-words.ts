/** Invented people, streets and reports for the demonstration; every name here is made up by combination. */
export const FIRST_NAMES = [
  'Anna',
  'Bruno',
  'Carla',
  'Dario',
  'Elena',
  'Fabio',
  'Giulia',
  'Ivo',
  'Lucia',
  'Marco',
  'Nadia',
  'Orlando',
  'Paola',
  'Rino',
  'Sara',
  'Tullio',
  'Vera',
  'Zeno',
] as const
export const LAST_NAMES = [
  'Acquarelli',
  'Bernucci',
  'Cantelli',
  'Dinelloni',
  'Fontanari',
  'Giannucci',
  'Lazzarotti',
  'Marchelli',
  'Nardinelli',
  'Olivucci',
  'Pardinelli',
  'Quilicini',
  'Rosellini',
  'Santarnecchi',
  'Tognarini',
  'Ulivari',
  'Vannuccini',
  'Zappelloni',
] as const
export const STREETS = [
  'Via delle Ortensie',
  'Via del Molinetto',
  'Via della Chiesina',
  'Via dei Pioppi',
  'Via del Rio Secco',
  'Via di Mezzocolle',
  'Viale della Fornace',
  'Piazza del Lavatoio',
  'Corte Bianchini',
  'Corte del Pozzo',
  'Via dei Cavatori',
  'Via del Frantoio',
  'Via della Torretta',
  'Via del Castagno',
  'Via delle Camelie',
  'Via di Poggiolo',
  'Via del Ponticello',
  'Via dei Salici',
  'Vicolo del Forno',
  'Via della Pergola',
  'Via del Vecchio Mulino',
  'Via dei Gelsi',
  'Via di Fontenuova',
  'Largo della Filanda',
] as const

export interface Story {
  readonly category: string
  readonly subject: string
  readonly text: string
  readonly work: string
  readonly answer: string
}

/** Weighted as a year of such a service is: lighting about half, then roads and gutters, then green. */
export const STORIES: readonly (readonly [weight: number, story: Story])[] = [
  [
    22,
    {
      category: 'illuminazione',
      subject: 'Lampione spento',
      text: 'Il lampione è spento da alcuni giorni e la strada resta al buio. Sul palo si legge il numero {n}.',
      work: 'Sostituita la lampada',
      answer: 'la informiamo che il punto luce è stato riparato e ora funziona regolarmente.',
    },
  ],
  [
    14,
    {
      category: 'illuminazione',
      subject: 'Luce che si accende e si spegne',
      text: 'La luce davanti al civico {n} va e viene tutta la notte.',
      work: 'Sostituito l’accenditore',
      answer: 'il guasto al punto luce è stato eliminato.',
    },
  ],
  [
    10,
    {
      category: 'illuminazione',
      subject: 'Tutta la via al buio',
      text: 'Da ieri sera sono spenti tutti i lampioni della via, circa {n} pali.',
      work: 'Ripristinata la linea dal quadro',
      answer: 'la linea di illuminazione della via è stata ripristinata.',
    },
  ],
  [
    10,
    {
      category: 'buche',
      subject: 'Buca profonda sulla carreggiata',
      text: 'C’è una buca larga mezzo metro vicino al civico {n}: le biciclette devono scansarla.',
      work: 'Chiusa con conglomerato a freddo',
      answer: 'la buca è stata chiusa; la pavimentazione verrà rifatta con i lavori programmati.',
    },
  ],
  [
    6,
    {
      category: 'segnaletica',
      subject: 'Cartello di stop piegato',
      text: 'Il cartello all’incrocio è piegato e non si vede più.',
      work: 'Raddrizzato il palo e sostituito il cartello',
      answer: 'il segnale è stato sostituito.',
    },
  ],
  [
    7,
    {
      category: 'zanelle-fossi',
      subject: 'Zanella ostruita',
      text: 'La zanella è piena di foglie e quando piove l’acqua entra nel cortile.',
      work: 'Pulita la zanella per una quarantina di metri',
      answer: 'la zanella è stata ripulita.',
    },
  ],
  [
    5,
    {
      category: 'caditoie',
      subject: 'Caditoia intasata',
      text: 'La caditoia davanti al numero {n} non riceve più acqua.',
      work: 'Spurgata la caditoia',
      answer: 'la caditoia è stata spurgata.',
    },
  ],
  [
    8,
    {
      category: 'taglio-erba',
      subject: 'Erba alta sul ciglio',
      text: 'L’erba sul ciglio copre la visuale all’uscita del passo carrabile.',
      work: 'Tagliata l’erba sul tratto',
      answer: 'il ciglio è stato falciato.',
    },
  ],
  [
    6,
    {
      category: 'potature',
      subject: 'Rami che toccano i fili',
      text: 'I rami dei platani toccano i fili del telefono.',
      work: 'Potati i rami bassi',
      answer: 'le piante sono state potate.',
    },
  ],
  [
    5,
    {
      category: 'rifiuti-abbandonati',
      subject: 'Sacchi abbandonati vicino al fosso',
      text: 'Qualcuno ha lasciato sacchi neri e un materasso vicino al fosso.',
      work: 'Rimossi i sacchi',
      answer: 'i rifiuti sono stati rimossi.',
    },
  ],
  [
    3,
    {
      category: 'edifici',
      subject: 'Cancello del cimitero che non chiude',
      text: 'Il cancello del cimitero non si chiude più e resta aperto di notte.',
      work: 'Riparata la serratura',
      answer: 'il cancello è stato riparato.',
    },
  ],
  [
    2,
    {
      category: 'acqua',
      subject: 'Acqua che esce dall’asfalto',
      text: 'Esce acqua pulita dall’asfalto vicino al civico {n}, da stamani sempre di più.',
      work: 'Transennata l’area',
      answer: 'la perdita è stata segnalata al gestore dell’acquedotto.',
    },
  ],
  [
    2,
    {
      category: 'frane',
      subject: 'Terra scesa sulla strada',
      text: 'Dopo la pioggia una piccola frana ha portato terra e sassi sulla strada.',
      work: 'Rimossa la terra e posta la segnaletica',
      answer: 'la strada è stata liberata ed è tenuta sotto controllo.',
    },
  ],
]

export const NOTES = [
  'Sentito l’elettricista: passa in settimana.',
  'Il cittadino è disponibile la mattina.',
  'Già segnalata l’anno scorso nello stesso punto.',
  'Serve la piattaforma aerea.',
  'Controllare anche i due pali vicini.',
] as const

export const CREWS = [
  {
    name: 'Squadra strade',
    color: '#0b57d0',
    vehicle: 'Autocarro',
    members: ['Ivo Cantelli', 'Rino Olivucci'],
    skills: ['buche', 'segnaletica', 'acqua', 'edifici', 'igiene', 'frane', 'arredo'],
  },
  {
    name: 'Squadra verde',
    color: '#1b7f3b',
    vehicle: 'Furgone con rimorchio',
    members: ['Dario Ulivari', 'Tullio Marchelli'],
    skills: ['verde', 'igiene', 'acqua'],
  },
  {
    name: 'Squadra elettricisti',
    color: '#b45309',
    vehicle: 'Piattaforma aerea',
    members: ['Marco Fontanari', 'Fabio Nardinelli'],
    skills: ['illuminazione'],
  },
] as const

export const USERS = [
  { username: 'anna', displayName: 'Anna (amministrazione)', roles: ['administrator', 'manager'] },
  { username: 'maria', displayName: 'Maria (sportello)', roles: ['counter', 'phone'] },
  { username: 'paolo', displayName: 'Paolo (telefono)', roles: ['phone'] },
  { username: 'elena', displayName: 'Elena (posta)', roles: ['mail'] },
  { username: 'giorgio', displayName: 'Giorgio (responsabile)', roles: ['manager'] },
  { username: 'lettore', displayName: 'Consultazione', roles: ['reader'] },
] as const
