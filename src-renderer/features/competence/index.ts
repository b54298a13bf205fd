/** Whose a ticket is: the answer on the ticket, and the rules in the settings. */
export { default as CompetencePanel } from './CompetencePanel.vue'
export { default as CompetenceSection } from './CompetenceSection.vue'
export { useTicketCompetence } from './use-competence'
