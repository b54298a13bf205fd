import { buildIcon, getIcon } from '@iconify/vue'
import { h, type FunctionalComponent } from 'vue'

interface Drawing {
  readonly viewBox: string
  readonly innerHTML: string
}

const drawings = new Map<string, Drawing>()

const drawingOf = (name: string): Drawing | null => {
  const known = drawings.get(name)
  if (known) return known
  const icon = getIcon(name.replace(/^i-/, ''))
  if (!icon) return null
  const { attributes, body } = buildIcon(icon)
  const drawing = { viewBox: attributes.viewBox, innerHTML: body }
  drawings.set(name, drawing)
  return drawing
}

/**
 * An icon of the kit (`i-lucide-eye`) that never becomes another one by itself: what a list draws two hundred of at
 * once. The kit's own takes three components for each; this is one element.
 */
const StillIcon: FunctionalComponent<{ name: string }> = ({ name }) => {
  const drawing = drawingOf(name)
  return drawing && h('svg', { 'aria-hidden': 'true', role: 'img', width: '1em', height: '1em', ...drawing })
}
StillIcon.props = ['name']

export default StillIcon
