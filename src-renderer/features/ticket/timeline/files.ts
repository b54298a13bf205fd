import type { Attachment } from '@shared/contract/tickets'
import { isPhotoType } from '@shared/photos/photo-types'

export const isPicture = (file: Pick<Attachment, 'type'>): boolean => isPhotoType(file.type)

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const

/** `2,4 MB`, in the reader's numbers. */
export const fileSize = (bytes: number, language: string): string => {
  const power = Math.min(UNITS.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)))
  const unit = UNITS[power] ?? 'byte'
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit,
    unitDisplay: 'short',
    maximumFractionDigits: 1,
  }).format(bytes / 1000 ** power)
}
