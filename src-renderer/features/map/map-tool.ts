import type { SelectionShape } from './selection-tool'

/** What a press on the map does besides moving it. */
export type MapTool = SelectionShape | 'measure'

export const MAP_TOOLS = ['rectangle', 'freehand', 'measure'] as const satisfies readonly MapTool[]
