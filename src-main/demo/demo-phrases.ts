/** More ways in which people say the same trouble; by category, subject and text apart by a bar. Invented. */
const TEXTS: Readonly<Record<string, string>> = {
  illuminazione: `Lampada fulminata|Il palo della luce all'angolo non fa più luce da lunedì sera.
Siamo al buio|Rientrando la sera non si vede nulla, i punti luce della strada non si accendono.
Lampioni accesi di giorno|I lampioni restano accesi anche a mezzogiorno, che spreco.
Palo inclinato|Il palo dell'illuminazione pende verso la carreggiata dopo l'urto di un camion.
Luce debole alla fermata|La lampada sopra la fermata dell'autobus fa una luce fioca che trema.
Corto circuito al quadro|Quando piove salta l'interruttore e i pali della luce si spengono tutti.
Plafoniera rotta nel sottopasso|Nel sottopasso la lampada è rotta e pende dai cavi.`,
  buche: `Voragine in mezzo alla strada|Una fossa nell'asfalto, ieri ci ho bucato una gomma.
Asfalto dissestato|Il manto stradale è tutto rotto, con crepe e avvallamenti.
Cedimento della carreggiata|La strada ha ceduto accanto al tombino e si è formato un gradino.
Buche ovunque|Dopo le piogge l'asfalto è pieno di buche, i motorini sbandano.
Rattoppo saltato|Il rappezzo fatto in autunno è già saltato via e c'è di nuovo la buca.
Marciapiede sconnesso|Le mattonelle del marciapiede sono sollevate, mia madre è inciampata.`,
  segnaletica: `Strisce pedonali cancellate|Le strisce davanti alla scuola non si vedono più.
Specchio parabolico rotto|Lo specchio all'incrocio è in frantumi e non si vede chi arriva.
Manca il cartello|Il segnale di divieto di sosta è sparito, parcheggiano tutti lì.
Segnale girato dal vento|Il cartello di senso unico è girato e indica dalla parte sbagliata.
Linea di stop sbiadita|La segnaletica a terra è sbiadita, nessuno si ferma allo stop.`,
  'zanelle-fossi': `Fosso pieno di canne|Il fosso accanto al campo è pieno di canne e l'acqua tracima.
Zanella rotta|La zanella in cemento è spaccata e l'acqua piovana scappa nel giardino.
Scolo bloccato|Lo scolo ai lati della strada è interrato, si allaga a ogni pioggia.
Fossetta da ripulire|La fossetta è intasata di rami e terra, da anni nessuno la cava.
Acqua stagnante nel fosso|Nel fosso l'acqua è ferma e piena di zanzare perché il tubo è tappato.`,
  caditoie: `Tombino otturato|Il tombino è tappato dalle foglie e si forma un lago.
Griglia mancante|Manca la griglia della caditoia, c'è un buco aperto.
Chiusino che balla|Il chiusino rumoreggia ogni volta che passa una macchina.
Pozzetto pieno|Il pozzetto è colmo di terra e rigurgita quando piove.
Caditoie da pulire|Le griglie lungo la strada vanno spurgate prima dell'autunno.`,
  'taglio-erba': `Erba altissima ai giardini|Ai giardini l'erba arriva alle ginocchia, i bambini non possono giocare.
Sfalcio del ciglio|I bordi della strada vanno falciati, le erbacce invadono la carreggiata.
Rovi sulla pista ciclabile|I rovi e le erbacce hanno chiuso metà della ciclabile.
Prato incolto|Il prato comunale dietro le case è incolto, ci sono le zecche.
Erba tra le tombe|Al camposanto l'erba è alta tra le tombe, serve uno sfalcio.`,
  potature: `Albero da potare|L'albero davanti a casa ha i rami che entrano dalla finestra.
Ramo spezzato|Un ramo spezzato dal vento è rimasto appeso al pino.
Siepe troppo alta|La siepe comunale copre la visuale, va potata.
Pianta secca|Il tiglio della piazza è secco e perde rami sul parcheggio.
Fronde sul semaforo|Le fronde del platano coprono il semaforo.`,
  'rifiuti-abbandonati': `Discarica abusiva|Hanno scaricato calcinacci e una lavatrice in fondo alla strada.
Spazzatura nel bosco|Nel bosco ci sono sacchi di immondizia aperti dagli animali.
Divano abbandonato|C'è un divano abbandonato accanto ai cassonetti da una settimana.
Pneumatici nel fosso|Qualcuno ha gettato gomme d'auto e bidoni di vernice.
Rifiuti ingombranti|Frigorifero e mobili lasciati sul ciglio, da portare via.`,
  edifici: `Infiltrazione nella scuola|Nell'aula piove dal soffitto, la parete è tutta umida.
Rampa per disabili rotta|La rampa d'ingresso della biblioteca è rotta, le carrozzine non passano.
Finestra che non chiude|In palestra una finestra non si chiude e di notte entra il vento.
Rubinetto del camposanto|Al cimitero la fontanella perde e i loculi hanno le lapidi staccate.`,
  acqua: `Tubo rotto|Si è rotto un tubo dell'acquedotto, esce acqua a getto dalla strada.
Cattivo odore di fogna|Dalla fognatura esce un odore terribile e liquami sul marciapiede.
Strada allagata|Con il temporale la fogna rigurgita e la via si allaga.`,
  frane: `Smottamento|Dal monte è venuto giù uno smottamento che occupa mezza corsia.
Muro pericolante|Il muro a secco sta cedendo e i sassi rotolano sulla strada.
Terreno che scivola|La scarpata sopra la strada scivola un poco ogni pioggia.`,
}

export interface Phrase {
  readonly subject: string
  readonly text: string
}

export const PHRASES: ReadonlyMap<string, readonly Phrase[]> = new Map(
  Object.entries(TEXTS).map(([category, lines]) => [
    category,
    lines.split('\n').map((line) => {
      const [subject = '', text = ''] = line.split('|')
      return { subject, text }
    }),
  ]),
)
