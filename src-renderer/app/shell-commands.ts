import type { Ref } from 'vue'
import type { Router } from 'vue-router'
import { useClient } from '@/client/client'
import { useCommands } from './commands'
import { features } from './features'
import { openOwnWindow } from './own-window'
import { usePreferences } from './preferences'
import { useSession } from './session'
import { UNDO_KEYS, useUndo } from './undo'

export interface ShellState {
  readonly paletteOpen: Ref<boolean>
  readonly sheetOpen: Ref<boolean>
  readonly router: Router
}

const LETTERS: Readonly<Record<string, string>> = {
  queue: 'c',
  quarantine: 'v',
  callbacks: 'd',
  calls: 'h',
  map: 'm',
  crews: 's',
  citizens: 'p',
  reports: 'r',
  forwarded: 't',
  settings: 'i',
}

/** The commands of the shell itself: the palette, the sheet, and one `g …` for every section of the rail. */
export const useShellCommands = ({ paletteOpen, sheetOpen, router }: ShellState): void => {
  const session = useSession()
  const client = useClient()
  const preferences = usePreferences()
  const { undoLast } = useUndo()

  useCommands([
    {
      id: 'app.palette',
      title: 'shell.commands.palette',
      group: 'app',
      keys: ['mod+k'],
      icon: 'i-lucide-search',
      whileTyping: true,
      run: () => {
        paletteOpen.value = !paletteOpen.value
      },
    },
    {
      id: 'app.shortcuts',
      title: 'shell.commands.shortcuts',
      group: 'app',
      keys: ['?'],
      icon: 'i-lucide-keyboard',
      run: () => {
        sheetOpen.value = true
      },
    },
    {
      id: 'app.undo',
      title: 'shell.commands.undo',
      group: 'app',
      keys: [UNDO_KEYS],
      icon: 'i-lucide-undo-2',
      run: undoLast,
    },
    {
      id: 'app.theme',
      title: 'shell.commands.theme',
      group: 'app',
      icon: 'i-lucide-sun-moon',
      run: () => {
        preferences.theme = document.documentElement.classList.contains('dark') ? 'light' : 'dark'
      },
    },
    {
      id: 'app.window',
      title: 'shell.commands.window',
      group: 'app',
      keys: ['shift+w'],
      icon: 'i-lucide-picture-in-picture-2',
      run: () => openOwnWindow(router, router.currentRoute.value),
    },
    {
      id: 'app.lock',
      title: 'shell.lockNow',
      group: 'app',
      icon: 'i-lucide-lock',
      run: () => session.lock(client),
    },
    ...features.flatMap((feature) =>
      (feature.rail ?? []).map((item) => ({
        id: `go.${item.route}`,
        title: item.title,
        group: 'go' as const,
        icon: item.icon,
        ...(LETTERS[item.route] ? { keys: [`g ${LETTERS[item.route]}`] } : {}),
        needs: item.needs === undefined ? [] : [item.needs],
        run: async () => {
          await router.push({ name: item.route })
        },
      })),
    ),
  ])
}
