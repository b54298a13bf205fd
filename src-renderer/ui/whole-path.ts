/** A path that means the same wherever the program was started: from the root, a drive or a server of the network. */
export const isWholePath = (path: string): boolean => /^(\/|\\\\|[A-Za-z]:[\\/])/.test(path.trim())
