import { homedir } from 'node:os'
import { join } from 'node:path'

/** Where a new store is proposed to lie; its folder is made when the proposal is taken. */
export const suggestedStore = (): string => join(homedir(), 'Cantoniere', 'archivio.db')
