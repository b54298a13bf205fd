/** The order in which `id` has changed places with its neighbour; the same one at either end, null where it is not there. */
export const movedInOrder = <Id>(order: readonly Id[], id: Id, by: 1 | -1): readonly Id[] | null => {
  const at = order.indexOf(id)
  if (at < 0) return null
  const other = order[at + by]
  if (other === undefined) return order
  return order.with(at, other).with(at + by, id)
}
