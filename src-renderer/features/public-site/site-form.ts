import type { SiteSettings, SiteTarget } from '@shared/contract/settings'

export const TARGET_KINDS = ['none', 'folder', 'sftp'] as const satisfies readonly SiteTarget['kind'][]

/** Every field at once: going from one kind to another and back loses nothing that was typed. */
export interface SiteForm {
  kind: SiteTarget['kind']
  path: string
  host: string
  port: number
  username: string
  folder: string
  publicUrl: string
  keepDays: number
  map: boolean
  hiddenCategories: SiteSettings['hiddenCategories']
}

const SSH_PORT = 22

export const formOf = ({ target, ...rest }: SiteSettings): SiteForm => ({
  kind: target.kind,
  path: target.kind === 'folder' ? target.path : '',
  host: target.kind === 'sftp' ? target.host : '',
  port: target.kind === 'sftp' ? target.port : SSH_PORT,
  username: target.kind === 'sftp' ? target.username : '',
  folder: target.kind === 'sftp' ? target.folder : '',
  ...rest,
  hiddenCategories: [...rest.hiddenCategories],
})

export const targetOf = ({ kind, path, host, port, username, folder }: SiteForm): SiteTarget => {
  switch (kind) {
    case 'none':
      return { kind }
    case 'folder':
      return { kind, path: path.trim() }
    case 'sftp':
      return { kind, host: host.trim(), port, username: username.trim(), folder: folder.trim() }
  }
}

export const settingOf = (form: SiteForm): SiteSettings => ({
  target: targetOf(form),
  publicUrl: form.publicUrl.trim(),
  keepDays: form.keepDays,
  map: form.map,
  hiddenCategories: [...form.hiddenCategories],
})
