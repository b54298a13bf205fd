/** Hands a file made on this page to the browser, or to the desk's own window, to be saved. */
export const saveFile = (name: string, type: string, parts: readonly BlobPart[]): void => {
  const address = URL.createObjectURL(new Blob([...parts], { type }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  // The download has its own hold on the bytes once it has begun.
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}
