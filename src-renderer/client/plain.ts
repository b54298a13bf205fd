import { isProxy, toRaw } from 'vue'

/**
 * The same value without Vue's proxies, at every depth: a reactive proxy cannot be cloned into a MessagePort.
 * Meant for the plain data that the contract carries; dates, maps and class instances pass through untouched.
 */
export const plain = <T>(value: T): T => {
  const raw: unknown = isProxy(value) ? toRaw(value) : value
  if (Array.isArray(raw)) return raw.map((item: unknown) => plain(item)) as T
  if (raw !== null && typeof raw === 'object' && Object.getPrototypeOf(raw) === Object.prototype)
    return Object.fromEntries(Object.entries(raw).map(([key, item]) => [key, plain(item as unknown)])) as T
  return raw as T
}
