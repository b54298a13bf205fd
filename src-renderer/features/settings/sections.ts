import type { Component } from 'vue'
import type { Permission } from '@shared/accounts/permissions'
import { AccessSection, OwnPasswordSection, RolesSection, UsersSection } from '@/features/accounts'
import { AnswersSection } from '@/features/answers'
import { MailboxSettings, MailRules } from '@/features/mail-settings'
import { MapSettings } from '@/features/map'
import { ServingSection } from '@/features/serving'
import { RegisterSection } from '@/features/register'
import { StreetRegistrySection } from '@/features/streets'
import BodiesSection from './BodiesSection.vue'
import CalendarSection from './CalendarSection.vue'
import CategoriesSection from './CategoriesSection.vue'
import CopiesSection from './copies/CopiesSection.vue'
import OfficeSection from './OfficeSection.vue'
import StoreSection from './StoreSection.vue'

export interface SettingsSection {
  /** Its part of the address, and its word: `settings.sections.<id>`. */
  readonly id: string
  readonly icon: string
  readonly needs: Permission
  readonly component: Component
}

/** Top to bottom. A section that another feature owns comes from that feature's index. */
export const settingsSections: readonly SettingsSection[] = [
  { id: 'office', icon: 'i-lucide-building-2', needs: 'settings.read', component: OfficeSection },
  { id: 'calendar', icon: 'i-lucide-calendar-clock', needs: 'settings.read', component: CalendarSection },
  { id: 'categories', icon: 'i-lucide-tags', needs: 'settings.read', component: CategoriesSection },
  { id: 'bodies', icon: 'i-lucide-landmark', needs: 'settings.read', component: BodiesSection },
  { id: 'answers', icon: 'i-lucide-message-square-quote', needs: 'settings.read', component: AnswersSection },
  { id: 'mail', icon: 'i-lucide-mail', needs: 'mail.manage', component: MailboxSettings },
  { id: 'mailRules', icon: 'i-lucide-mail-check', needs: 'settings.read', component: MailRules },
  { id: 'map', icon: 'i-lucide-map', needs: 'settings.read', component: MapSettings },
  { id: 'streets', icon: 'i-lucide-signpost', needs: 'settings.read', component: StreetRegistrySection },
  { id: 'users', icon: 'i-lucide-users', needs: 'users.manage', component: UsersSection },
  { id: 'roles', icon: 'i-lucide-shield', needs: 'users.manage', component: RolesSection },
  { id: 'access', icon: 'i-lucide-timer', needs: 'users.manage', component: AccessSection },
  { id: 'password', icon: 'i-lucide-key-round', needs: 'settings.read', component: OwnPasswordSection },
  { id: 'register', icon: 'i-lucide-scroll-text', needs: 'audit.read', component: RegisterSection },
  { id: 'store', icon: 'i-lucide-database', needs: 'store.manage', component: StoreSection },
  { id: 'serving', icon: 'i-lucide-network', needs: 'store.manage', component: ServingSection },
  { id: 'copies', icon: 'i-lucide-archive', needs: 'store.manage', component: CopiesSection },
]
