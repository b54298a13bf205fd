import type { Component, Ref } from 'vue'
import type { RouteLocationNormalized, RouteLocationRaw, RouteRecordRaw } from 'vue-router'
import type { Permission } from '@shared/accounts/permissions'
import type { Desk } from '@/client/client'
import type { DeskCommand } from './commands'
import type { SearchFor } from './palette'

export interface RailItem {
  /** The route's name. */
  readonly route: string
  readonly title: string
  /** A literal, so that the icon is bundled. */
  readonly icon: string
  /** Top to bottom; the settings sit at 100, below a gap. */
  readonly order: number
  readonly needs?: Permission
  /** A live count beside the icon; a component of the feature that renders nothing at zero. */
  readonly badge?: Component
  /** Whether it is there at all, made once inside the rail's setup; without it, always. */
  readonly useShown?: () => Readonly<Ref<boolean>>
}

/**
 * What a feature brings to the shell. `src-renderer/features/<feature>/feature.ts` exports it as `feature`, and the
 * shell finds it there: nothing else has to be edited for a screen to appear.
 */
export interface FeatureModule {
  readonly id: string
  readonly routes?: readonly RouteRecordRaw[]
  readonly rail?: readonly RailItem[]
  /** Commands that are there on every screen, made once inside the shell's setup. */
  readonly commands?: () => readonly DeskCommand[]
  /** A part of the bottom line: small, plain words. */
  readonly status?: { readonly component: Component; readonly order: number }
  /** Over everything else: the idle lock. */
  readonly overlay?: Component
  /** In the top bar, at its right. */
  readonly bar?: { readonly component: Component; readonly order: number }
  /** In the top bar, beside the screen's name: what comes and goes and may cover nothing. */
  readonly besideTitle?: Component
  /** Results in the Ctrl+K palette. */
  readonly search?: SearchFor
  /** Asked before every page: where to go instead (sign-in, first start), or nothing. */
  readonly gate?: (to: RouteLocationNormalized, desk: Desk) => Promise<RouteLocationRaw | undefined>
}
