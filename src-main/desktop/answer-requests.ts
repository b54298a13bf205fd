import { writeFile } from 'node:fs/promises'
import { type BrowserWindow, dialog, ipcMain } from 'electron'
import type { KeptNoticeHours } from '@main/host/kept-notice-hours'
import type { KeptReports } from '@main/host/kept-reports'
import { type DesktopRequest, desktopRequest } from './desktop-requests'
import { openPdf } from './open-pdf'

export interface RequestParts {
  /** The window whose own page (not a frame in it) sent this; null for anyone else. */
  readonly windowOf: (event: Electron.IpcMainInvokeEvent) => BrowserWindow | null
  /** Reports that wait for the store; see host/kept-reports.ts. */
  readonly kept: KeptReports
  readonly hours: KeptNoticeHours
  readonly onOffers: (window: BrowserWindow, ids: readonly string[]) => void
  readonly onLanguage: (language: 'it' | 'en') => void
  /** A person wants the engine that failed started again. */
  readonly onRetry: () => void
}

/** The window's powers, for our own page only. */
export const answerRequests = (parts: RequestParts): void =>
  ipcMain.handle('desktop', async (event, input: unknown) => {
    const window = parts.windowOf(event)
    const request = desktopRequest.safeParse(input)
    if (window === null || !request.success) throw new Error('refused')
    return carryOut(window, request.data, parts)
  })

const carryOut = async (window: BrowserWindow, request: DesktopRequest, parts: RequestParts): Promise<unknown> => {
  switch (request.op) {
    case 'chooseFolder': {
      const { filePaths } = await dialog.showOpenDialog(window, {
        title: request.title,
        properties: ['openDirectory', 'createDirectory'],
      })
      return filePaths[0] ?? null
    }
    case 'chooseFile': {
      const { filePaths } = await dialog.showOpenDialog(window, {
        title: request.title,
        properties: ['openFile'],
        filters: request.extensions.length > 0 ? [{ name: request.title, extensions: request.extensions }] : [],
      })
      return filePaths[0] ?? null
    }
    case 'chooseNewFile': {
      const { filePath } = await dialog.showSaveDialog(window, { title: request.title, defaultPath: request.name })
      return filePath === '' ? null : filePath
    }
    case 'print':
      return new Promise((resolve) => window.webContents.print({ printBackground: true }, resolve))
    case 'savePdf':
      return savePdf(window, request.name)
    case 'openPdf':
      return openPdf(request.name, request.bytes)
    case 'offers':
      return parts.onOffers(window, request.ids)
    case 'language':
      return parts.onLanguage(request.language)
    case 'retryEngine':
      return parts.onRetry()
    case 'noticeHours':
      return parts.hours.now
    case 'keepNoticeHours':
      return parts.hours.keep(request.hours)
    case 'keepReport':
      return parts.kept.keep(request.report)
    case 'keptReports':
      return parts.kept.list()
    case 'dropReport':
      return parts.kept.drop(request.key)
  }
}

const savePdf = async (window: BrowserWindow, name: string): Promise<boolean> => {
  const { filePath } = await dialog.showSaveDialog(window, {
    defaultPath: name,
    filters: [{ name: 'PDF', extensions: ['pdf'] }],
  })
  if (filePath === '') return false
  await writeFile(filePath, await window.webContents.printToPDF({ pageSize: 'A4', printBackground: true }))
  return true
}
