import { Menu } from 'electron'
import type { DesktopOrder } from './desktop-requests'
import { menuTemplate } from './menu-template'
import type { Words } from './words'

export const installMenu = (words: Words, order: (order: DesktopOrder) => void): void =>
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(words, order, process.platform)))
