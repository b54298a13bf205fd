import { app } from 'electron'
import type { MenuActions } from './menu-template'

/** Whether the desk opens with the person's session; null where that is the desktop's own affair. */
export const autoStart = (): MenuActions['autoStart'] =>
  app.isPackaged && process.platform !== 'linux'
    ? {
        isOn: () => app.getLoginItemSettings().openAtLogin,
        set: (openAtLogin) => app.setLoginItemSettings({ openAtLogin }),
      }
    : null
