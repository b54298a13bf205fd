import { type LookupFunction, BlockList, isIP } from 'node:net'
import { lookup } from 'node:dns'

const NOT_PUBLIC_4 = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const

const blocked = new BlockList()
for (const [net, bits] of NOT_PUBLIC_4) blocked.addSubnet(net, bits, 'ipv4')
/** What is given out on the internet, less the tunnels that carry an IPv4 address inside and what is for documents. */
const given = new BlockList()
given.addSubnet('2000::', 3, 'ipv6')
const NOT_PUBLIC_6 = [
  ['2001::', 32],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const
const withheld = new BlockList()
for (const [net, bits] of NOT_PUBLIC_6) withheld.addSubnet(net, bits, 'ipv6')

/** Whether an IP address lies on the internet: not this machine, not the office's network, nothing reserved. */
export const isPublicAddress = (address: string): boolean => {
  const family = isIP(address)
  if (family === 4) return !blocked.check(address, 'ipv4')
  return family === 6 && given.check(address, 'ipv6') && !withheld.check(address, 'ipv6')
}

/** A host as it stands in an address: an IPv6 one wears brackets there. */
export const isPublicHost = (hostname: string): boolean => {
  const bare = hostname.replace(/^\[|\]$/g, '')
  return isIP(bare) === 0 || isPublicAddress(bare)
}

/**
 * Resolves a name to public addresses only. Given to the connection itself, so that what was checked is what is
 * called: a name that answers differently the second time gains nothing.
 */
export const lookupPublic: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, found) => {
    if (error) return callback(error, [])
    const open = found.filter(({ address }) => isPublicAddress(address))
    const [first] = open
    if (first === undefined) return callback(Object.assign(new Error('no public address'), { code: 'EACCES' }), [])
    if (options.all === true) callback(null, open)
    else callback(null, first.address, first.family)
  })
}
