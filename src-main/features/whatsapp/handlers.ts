import type { FeatureHandlers } from '@shared/contract/define'
import type { whatsapp } from '@shared/contract/whatsapp'
import { type Caller, signedIn } from '@main/platform/caller'
import type { FeatureParts } from '../feature-parts'
import { importChat } from './import-chat'
import { previewChat } from './preview-chat'

export const whatsappHandlers = (parts: FeatureParts): FeatureHandlers<typeof whatsapp, Caller> => ({
  preview: (_caller, input) => previewChat(parts, input),
  importChat: (caller, input) => importChat(parts, signedIn(caller), input),
})
