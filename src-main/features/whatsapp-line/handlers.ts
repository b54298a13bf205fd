import type { FeatureHandlers } from '@shared/contract/define'
import type { whatsappLine } from '@shared/contract/whatsapp-line'
import type { Caller } from '@main/platform/caller'
import { dropAside, lineStatus, readTemplatesNow, setLineToken, takeAside, testLine } from './line-calls'
import type { LineParts } from './line-ports'
import { syncLineNow } from './sync-line'

export const whatsappLineHandlers = (parts: LineParts): FeatureHandlers<typeof whatsappLine, Caller> => ({
  status: () => lineStatus(parts),
  setToken: (_caller, input) => setLineToken(parts, input),
  test: (_caller, input) => testLine(parts, input),
  checkNow: () => syncLineNow(parts),
  readTemplates: () => readTemplatesNow(parts),
  takeAside: (_caller, input) => takeAside(parts, input),
  dropAside: (_caller, input) => dropAside(parts, input),
})
