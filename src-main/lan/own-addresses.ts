import { networkInterfaces } from 'node:os'

/** Where this machine is in the office's network; itself last, for a try on one machine. */
export const ownAddresses = (): { address: string; label: string }[] => {
  const all = Object.entries(networkInterfaces()).flatMap(([label, own = []]) => own.map((one) => ({ ...one, label })))
  const usable = all.filter(({ family, address }) => family === 'IPv4' || !address.startsWith('fe80:'))
  return [...usable.filter(({ internal }) => !internal), ...usable.filter(({ internal }) => internal)].map(
    ({ address, label }) => ({ address, label }),
  )
}
