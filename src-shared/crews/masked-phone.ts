/** `••• ••• 378`: enough to tell two numbers apart on a closed ticket's paper, too little to call. */
export const maskedPhone = (phone: string): string => {
  const digits = phone.replaceAll(/\D/g, '')
  return digits.length <= 3 ? '•••' : `••• ••• ${digits.slice(-3)}`
}
