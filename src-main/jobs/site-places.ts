import type { SitePlaces } from '@main/features/site/site-ports'
import { folderPlace } from '@main/site/folder-place'
import { sftpPlace } from '@main/site/sftp-place'

/** A folder of this machine or of a share, and a server reached by SFTP. */
export const realSitePlaces: SitePlaces = { folder: folderPlace, sftp: sftpPlace }
