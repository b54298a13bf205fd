import type { MenuItemConstructorOptions } from 'electron'
import type { DesktopOrder } from './desktop-requests'
import type { Words } from './words'

type Section = 'file' | 'view' | 'go' | 'help'
interface MenuCommand {
  readonly section: Section
  readonly label: keyof Words['menu']
  /** The id under which the page knows the command. */
  readonly id: string
  readonly accelerator?: string
}

/** The page's commands that the menus offer. Their keys are shown here and answered by the page. */
export const MENU_COMMANDS: readonly MenuCommand[] = [
  { section: 'file', label: 'newTicket', id: 'intake.new', accelerator: 'F2' },
  { section: 'file', label: 'lock', id: 'app.lock' },
  { section: 'view', label: 'ownWindow', id: 'app.window' },
  { section: 'go', label: 'palette', id: 'app.palette', accelerator: 'CommandOrControl+K' },
  { section: 'go', label: 'queue', id: 'go.queue' },
  { section: 'go', label: 'quarantine', id: 'go.quarantine' },
  { section: 'go', label: 'callbacks', id: 'go.callbacks' },
  { section: 'go', label: 'whatsapp', id: 'go.whatsapp' },
  { section: 'go', label: 'map', id: 'go.map' },
  { section: 'go', label: 'crews', id: 'go.crews' },
  { section: 'go', label: 'forwarded', id: 'go.forwarded' },
  { section: 'go', label: 'citizens', id: 'go.citizens' },
  { section: 'go', label: 'reports', id: 'go.reports' },
  { section: 'go', label: 'settings', id: 'go.settings' },
  { section: 'help', label: 'guide', id: 'app.guide', accelerator: 'F1' },
  { section: 'help', label: 'shortcuts', id: 'app.shortcuts' },
]

/** What the menus do by themselves, without the page. */
export interface MenuActions {
  readonly order: (order: DesktopOrder) => void
  /** The logs lie beside the desk's other files: whoever looks after the computers asks for them first. */
  readonly openLogs: () => void
  /** Null where the system starts no program by itself, or this one is not installed. */
  readonly autoStart: { readonly isOn: () => boolean; readonly set: (on: boolean) => void } | null
}

/**
 * The menus of a system. macOS takes the first for the program's own, and wants one for its windows; there a menu's key
 * is always registered, so it is left to the page alone, which answers it everywhere.
 */
export const menuTemplate = (
  { menu }: Words,
  { order, openLogs, autoStart }: MenuActions,
  platform: NodeJS.Platform,
): MenuItemConstructorOptions[] => {
  const isMac = platform === 'darwin'
  const commands = (section: Section): MenuItemConstructorOptions[] =>
    MENU_COMMANDS.filter((command) => command.section === section).map(({ label, id, accelerator }) => ({
      id,
      label: menu[label],
      ...(accelerator === undefined || isMac ? {} : { accelerator, registerAccelerator: false }),
      click: () => order({ kind: 'command', id }),
    }))
  const starting: MenuItemConstructorOptions[] =
    autoStart === null
      ? []
      : [
          {
            label: menu.autoStart,
            type: 'checkbox',
            checked: autoStart.isOn(),
            click: (item) => autoStart.set(item.checked),
          },
        ]
  return [
    ...(isMac ? [{ role: 'appMenu' as const }] : []),
    {
      label: menu.file,
      submenu: isMac
        ? [...commands('file'), ...starting, { type: 'separator' }, { role: 'close' }]
        : [...commands('file'), ...starting, { type: 'separator' }, { role: 'quit', label: menu.quit }],
    },
    {
      label: menu.edit,
      submenu: [
        { role: 'undo', label: menu.undo },
        { role: 'redo', label: menu.redo },
        { type: 'separator' },
        { role: 'cut', label: menu.cut },
        { role: 'copy', label: menu.copy },
        { role: 'paste', label: menu.paste },
        { role: 'selectAll', label: menu.selectAll },
      ],
    },
    {
      label: menu.view,
      submenu: [
        ...commands('view'),
        { type: 'separator' },
        { role: 'resetZoom', label: menu.resetZoom },
        { role: 'zoomIn', label: menu.zoomIn },
        { role: 'zoomOut', label: menu.zoomOut },
        { type: 'separator' },
        { role: 'togglefullscreen', label: menu.fullScreen },
        { role: 'reload', label: menu.reload },
      ],
    },
    { label: menu.go, submenu: commands('go') },
    ...(isMac ? [{ role: 'windowMenu' as const }] : []),
    {
      label: menu.help,
      role: 'help',
      submenu: [
        ...commands('help'),
        { type: 'separator' },
        { label: menu.logs, click: openLogs },
        // macOS has it among the program's own.
        ...(isMac ? [] : [{ role: 'about' as const, label: menu.about }]),
      ],
    },
  ]
}
