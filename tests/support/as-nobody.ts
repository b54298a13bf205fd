const NOBODY = 65_534

/**
 * Runs `work` as somebody to whom the file system grants only what files are marked with: root, who may write
 * everything, becomes *nobody* meanwhile; anyone else stays who they are.
 */
export const asNobody = async <T>(work: () => Promise<T>): Promise<T> => {
  const { geteuid, getegid, seteuid, setegid } = process
  if (geteuid?.() !== 0 || !getegid || !seteuid || !setegid) return work()
  const group = getegid()
  setegid(NOBODY)
  seteuid(NOBODY)
  try {
    return await work()
  } finally {
    seteuid(0)
    setegid(group)
  }
}
