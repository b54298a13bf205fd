/** Addresses out of a JSON column; anything that is not a list of texts is an empty one. */
export const addressList = (json: string): string[] => {
  const value: unknown = JSON.parse(json)
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : []
}
