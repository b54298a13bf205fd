import type { Permission } from '@shared/accounts/permissions'

export const FACES = ['reply', 'note', 'official'] as const
export type Face = (typeof FACES)[number]

export interface FaceLook {
  readonly icon: string
  readonly needs: Permission
  /** Nobody may take one for another: each face has a colour, a sign and a frame of its own. */
  readonly frame: string
  readonly color: 'primary' | 'warning' | 'success'
}

export const FACE_LOOKS: Readonly<Record<Face, FaceLook>> = {
  reply: {
    icon: 'i-lucide-reply',
    needs: 'tickets.reply',
    frame: 'border-primary bg-(--desk-row-active)',
    color: 'primary',
  },
  note: {
    icon: 'i-lucide-lock',
    needs: 'tickets.note',
    frame: 'border-dashed border-warning bg-(--desk-note)',
    color: 'warning',
  },
  official: {
    icon: 'i-lucide-stamp',
    needs: 'tickets.reply',
    frame: 'border-double border-4 border-success bg-(--desk-official)',
    color: 'success',
  },
}
