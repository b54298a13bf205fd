import type { Component } from 'vue'
import type { Permission } from '@shared/accounts/permissions'
import { AccessSection, OwnPasswordSection, RolesSection, UsersSection } from '@/features/accounts'
import { AnswersSection } from '@/features/answers'
import { PhoneSection } from '@/features/calls'
import { AutomationsSection } from '@/features/automations'
import { CitizenStepsSection, FollowUpSection } from '@/features/citizen-steps'
import { CompetenceSection } from '@/features/competence'
import { CrewSettings } from '@/features/crews'
import { FirstSteps } from '@/features/first-steps'
import { LettersSection } from '@/features/forwarding'
import { MacrosSection } from '@/features/macros'
import { MailboxSettings, MailRules } from '@/features/mail-settings'
import { MapSettings } from '@/features/map'
import { PlatformsSection } from '@/features/platforms'
import { SiteSection } from '@/features/public-site'
import { RoundsSection } from '@/features/round-planning'
import { ServingSection } from '@/features/serving'
import { WhatsappLineSection } from '@/features/whatsapp-line'
import { RegisterSection } from '@/features/register'
import { StormSettings } from '@/features/storm-room'
import { StreetRegistrySection } from '@/features/streets'
import BodiesSection from './BodiesSection.vue'
import CalendarSection from './CalendarSection.vue'
import CategoriesSection from './CategoriesSection.vue'
import CopiesSection from './copies/CopiesSection.vue'
import OfficeSection from './OfficeSection.vue'
import RemindersSection from './RemindersSection.vue'
import StoreSection from './StoreSection.vue'

/** What the sections are about, top to bottom; words: `settings.groups.<id>`. */
export const SETTINGS_GROUPS = ['office', 'people', 'mail', 'map', 'store'] as const
type SettingsGroup = (typeof SETTINGS_GROUPS)[number]

export interface SettingsSection {
  /** Its part of the address, and its word: `settings.sections.<id>`. */
  readonly id: string
  readonly group: SettingsGroup
  readonly icon: string
  readonly needs: Permission
  /** Without it the section can be read and not changed; left out where whoever sees it may change it. */
  readonly edits?: Permission
  readonly component: Component
}

const office = { group: 'office', needs: 'settings.read', edits: 'settings.manage' } as const
const people = { group: 'people', needs: 'users.manage' } as const
const map = { group: 'map', needs: 'settings.read' } as const
const store = { group: 'store', needs: 'store.manage' } as const

/** Top to bottom within their groups. A section that another feature owns comes from that feature's index. */
export const settingsSections: readonly SettingsSection[] = [
  { group: 'office', id: 'firstSteps', icon: 'i-lucide-list-checks', needs: 'settings.manage', component: FirstSteps },
  { ...office, id: 'office', icon: 'i-lucide-building-2', component: OfficeSection },
  { ...office, id: 'calendar', icon: 'i-lucide-calendar-clock', component: CalendarSection },
  { ...office, id: 'phone', icon: 'i-lucide-phone-incoming', component: PhoneSection },
  { ...office, id: 'reminders', icon: 'i-lucide-alarm-clock', component: RemindersSection },
  { ...office, id: 'categories', icon: 'i-lucide-tags', component: CategoriesSection },
  { ...office, id: 'bodies', icon: 'i-lucide-landmark', component: BodiesSection },
  { ...office, id: 'competence', icon: 'i-lucide-scale', component: CompetenceSection },
  { ...office, id: 'crews', icon: 'i-lucide-hard-hat', component: CrewSettings },
  {
    group: 'office',
    id: 'rounds',
    icon: 'i-lucide-refresh-cw',
    needs: 'crews.read',
    edits: 'crews.manage',
    component: RoundsSection,
  },
  { ...office, id: 'storms', icon: 'i-lucide-cloud-lightning', component: StormSettings },
  { ...office, id: 'macros', icon: 'i-lucide-zap', edits: 'routines.manage', component: MacrosSection },
  {
    ...office,
    id: 'automations',
    icon: 'i-lucide-workflow',
    edits: 'routines.manage',
    component: AutomationsSection,
  },
  { ...people, id: 'users', icon: 'i-lucide-users', component: UsersSection },
  { ...people, id: 'roles', icon: 'i-lucide-shield', component: RolesSection },
  { ...people, id: 'access', icon: 'i-lucide-timer', component: AccessSection },
  { ...people, id: 'register', icon: 'i-lucide-scroll-text', needs: 'audit.read', component: RegisterSection },
  { ...people, id: 'password', icon: 'i-lucide-key-round', needs: 'settings.read', component: OwnPasswordSection },
  { group: 'mail', id: 'mail', icon: 'i-lucide-mail', needs: 'mail.manage', component: MailboxSettings },
  { ...office, group: 'mail', id: 'mailRules', icon: 'i-lucide-mail-check', component: MailRules },
  { ...office, group: 'mail', id: 'citizenSteps', icon: 'i-lucide-route', component: CitizenStepsSection },
  { ...office, group: 'mail', id: 'platforms', icon: 'i-lucide-cloud-download', component: PlatformsSection },
  { ...office, group: 'mail', id: 'whatsappLine', icon: 'i-lucide-message-circle', component: WhatsappLineSection },
  { ...office, group: 'mail', id: 'site', icon: 'i-lucide-globe', component: SiteSection },
  {
    group: 'mail',
    id: 'answers',
    icon: 'i-lucide-message-square-quote',
    needs: 'settings.read',
    edits: 'answers.manage',
    component: AnswersSection,
  },
  {
    ...office,
    group: 'mail',
    id: 'followUp',
    icon: 'i-lucide-message-circle-question-mark',
    component: FollowUpSection,
  },
  { ...office, group: 'mail', id: 'letters', icon: 'i-lucide-mailbox', component: LettersSection },
  { ...map, id: 'map', icon: 'i-lucide-map', edits: 'settings.manage', component: MapSettings },
  { ...map, id: 'streets', icon: 'i-lucide-signpost', edits: 'map.edit', component: StreetRegistrySection },
  { ...store, id: 'store', icon: 'i-lucide-database', component: StoreSection },
  { ...store, id: 'serving', icon: 'i-lucide-network', component: ServingSection },
  { ...store, id: 'copies', icon: 'i-lucide-archive', component: CopiesSection },
]
