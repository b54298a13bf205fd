import { mkdtemp, mkdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { detectPlace } from '@main/store/place/detect-place'
import { classifyLinux } from '@main/store/place/linux-mounts'
import { classifyMac } from '@main/store/place/mac-mounts'
import { dropboxRoots, nextcloudRoots, syncClientOf } from '@main/store/place/synced-folder'
import { classifyWindows, readNetUse } from '@main/store/place/windows-drives'

const MOUNTS = [
  '22 27 0:21 / /proc rw,relatime - proc proc rw',
  '27 1 254:0 / / rw,relatime - ext4 /dev/vda rw,discard',
  '41 27 0:40 / /srv/urp rw,relatime shared:1 - nfs4 server:/export/urp rw,vers=4.1,hard,proto=tcp,local_lock=none',
  '42 27 0:41 / /srv/vecchio rw,relatime - nfs server:/export/vecchio rw,vers=3,nolock,local_lock=all',
  '43 27 0:42 / /srv/flock rw - nfs server:/export/flock rw,vers=3,local_lock=flock',
  '44 27 0:43 / /mnt/dati\\040comuni rw,relatime - cifs //nas/dati rw,vers=3.1.1,cache=strict,nobrl',
  '45 27 0:44 / /mnt/samba rw,relatime - cifs //nas/dati rw,vers=3.1.1,cache=strict',
  '46 27 0:45 / /srv/anna/remoto rw,nosuid - fuse.sshfs anna@server:/ rw,user_id=1000',
  '47 27 8:17 / /media/usb rw,nosuid - fuseblk /dev/sdb1 rw,user_id=0',
  '48 27 0:46 / /mnt/strano rw - chissafs qualcosa rw',
  '49 45 8:18 / /mnt/samba/locale rw - ext4 /dev/sdc1 rw',
].join('\n')

const EXT4 = 0xef53
const linux = (folder: string, magic: number | null = EXT4): unknown => classifyLinux(MOUNTS, magic, folder)

describe('where a store lies on Linux', () => {
  it('is told by the innermost mount', () => {
    expect(linux('/srv/anna')).toMatchObject({ network: false, kind: 'ext4', localLocks: null })
    expect(linux('/srv/urp/archivio', 0x6969)).toMatchObject({
      network: true,
      kind: 'nfs4',
      source: 'server:/export/urp',
    })
    expect(linux('/mnt/samba', 0xff534d42)).toMatchObject({ network: true, kind: 'cifs', localLocks: null })
    expect(linux('/mnt/samba/locale')).toMatchObject({ network: false, kind: 'ext4' })
    expect(linux('/mnt/sambaltro')).toMatchObject({ network: false, source: '/dev/vda' })
    expect(linux('/media/usb', 0x65735546)).toMatchObject({ network: false, kind: 'fuseblk' })
  })

  it('names the options and filesystems that keep locks on one machine', () => {
    expect(linux('/mnt/dati comuni', 0xff534d42)).toMatchObject({ network: true, localLocks: 'nobrl' })
    expect(linux('/srv/vecchio', 0x6969)).toMatchObject({ localLocks: 'nolock' })
    expect(linux('/srv/flock', 0x6969)).toMatchObject({ network: true, localLocks: null })
    expect(linux('/srv/anna/remoto', 0x65735546)).toMatchObject({ network: true, localLocks: 'fuse.sshfs' })
  })

  it('is a network in doubt: an unknown filesystem, no mount table, a table that statfs contradicts', () => {
    expect(linux('/mnt/strano', 0x1234)).toMatchObject({ network: true, kind: 'chissafs' })
    expect(classifyLinux('', 0x1234, '/x')).toMatchObject({ network: true, kind: 'unknown' })
    expect(classifyLinux('', null, '/x')).toMatchObject({ network: true })
    expect(classifyLinux('', EXT4, '/x')).toMatchObject({ network: false, kind: 'ext4' })
    expect(linux('/srv/anna', 0x6969)).toMatchObject({ network: true, kind: 'nfs' })
  })

  it('is asked of this machine itself', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'place-'))
    expect(detectPlace(join(folder, 'archivio.db'))).toMatchObject({ network: false, localLocks: null, synced: null })
    await mkdir(join(folder, 'Lavoro', '.stfolder'), { recursive: true })
    expect(detectPlace(join(folder, 'Lavoro', 'archivio.db')).synced).toBe('other')
    await rm(folder, { recursive: true })
  })
})

/** Recorded: Windows 11 in Italian, and in English. */
const NET_USE_IT = `Verranno memorizzate le nuove connessioni.\r\n\r\n\r\nStato        Locale    Remoto                    Rete\r\n\r\n-------------------------------------------------------------------------------\r\nOK           Z:        \\\\NAS-COMUNE\\dati          Microsoft Windows Network\r\nDisconnesso  Y:        \\\\server\\archivio vecchio\r\n                                                Microsoft Windows Network\r\nEsecuzione comando riuscita.\r\n`
const NET_USE_EN = `New connections will be remembered.\r\n\r\nStatus       Local     Remote                    Network\r\n\r\n-------------------------------------------------------------------------------\r\nOK           P:        \\\\fs01.comune.local\\urp$  Microsoft Windows Network\r\nThe command completed successfully.\r\n`

const windows = (facts: Partial<Parameters<typeof classifyWindows>[0]>): unknown =>
  classifyWindows({ folder: 'C:\\dati', real: null, netUse: null, systemDrive: 'C:', ...facts })

describe('where a store lies on Windows (from recorded answers)', () => {
  it('reads net use in any language', () => {
    expect([...readNetUse(NET_USE_IT)]).toEqual([
      ['Z', '\\\\NAS-COMUNE\\dati'],
      ['Y', '\\\\server\\archivio vecchio'],
    ])
    expect(readNetUse(NET_USE_EN).get('P')).toBe('\\\\fs01.comune.local\\urp$')
  })

  it('is a network by UNC path, by mapped drive, and in doubt', () => {
    expect(windows({ real: '\\\\NAS-COMUNE\\dati\\urp' })).toMatchObject({
      network: true,
      kind: 'unc',
      source: '\\\\NAS-COMUNE\\dati',
    })
    expect(windows({ real: '\\\\?\\UNC\\nas\\dati\\x' })).toMatchObject({ network: true, source: '\\\\nas\\dati' })
    expect(windows({ folder: '//nas/dati/x' })).toMatchObject({ network: true, kind: 'unc' })
    expect(windows({ real: '\\\\wsl.localhost\\Ubuntu\\home' })).toMatchObject({ network: true, kind: 'wsl' })
    expect(windows({ folder: 'Z:\\urp', netUse: NET_USE_IT })).toMatchObject({
      network: true,
      kind: 'mapped',
      source: '\\\\NAS-COMUNE\\dati',
    })
    expect(windows({ folder: 'Q:\\urp' })).toMatchObject({ network: true, kind: 'unknown' })
  })

  it('is local by its real path, a second disk and the system drive included', () => {
    expect(windows({ real: 'C:\\dati' })).toMatchObject({ network: false })
    expect(windows({ folder: 'S:\\', real: '\\\\?\\D:\\archivio' })).toMatchObject({ network: false, source: 'D:' })
    expect(windows({ folder: 'D:\\dati', netUse: NET_USE_IT })).toMatchObject({ network: false })
    expect(windows({})).toMatchObject({ network: false })
  })
})

const MAC = `/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)
/dev/disk3s5 on /System/Volumes/Data (apfs, local, journaled, nobrowse)
//maria@nas.local/dati on /Volumes/dati (smbfs, nodev, nosuid, mounted by maria)
server:/export/urp on /Volumes/urp (nfs, nolocks)
/dev/disk4s1 on /Volumes/CHIAVETTA (exfat, local, nodev, nosuid)
https://dav.example.org/x on /Volumes/dav (webdav, nodev)`

describe('where a store lies on a Mac (from a recorded mount table)', () => {
  it('is told by the table, volumes on a stick included', () => {
    expect(classifyMac(MAC, '/Utenti/maria')).toMatchObject({ network: false, kind: 'apfs' })
    expect(classifyMac(MAC, '/Volumes/CHIAVETTA')).toMatchObject({ network: false, kind: 'exfat' })
    expect(classifyMac(MAC, '/Volumes/dati/urp')).toMatchObject({
      network: true,
      kind: 'smbfs',
      source: '//maria@nas.local/dati',
      localLocks: null,
    })
    expect(classifyMac(MAC, '/Volumes/urp')).toMatchObject({ network: true, localLocks: 'nolocks' })
    expect(classifyMac(MAC, '/Volumes/dav')).toMatchObject({ network: true, localLocks: 'webdav' })
    expect(classifyMac(null, '/Volumes/x')).toMatchObject({ network: true })
    expect(classifyMac(null, '/Utenti/maria')).toMatchObject({ network: false })
  })
})

const synced = (
  path: string,
  names: readonly string[] = [],
  roots: Parameters<typeof syncClientOf>[0]['roots'] = [],
): unknown => {
  const parts = path.split(/[\\/]/)
  return syncClientOf({
    folders: parts.map((_part, index) => ({
      path: parts.slice(0, parts.length - index).join('/'),
      names: index === 0 ? names : [],
    })),
    roots,
  })
}

describe('a folder that is copied to the cloud', () => {
  it('is known by its name, by what its client leaves in it, and by the client’s own configuration', () => {
    expect(synced('C:/Utenti/anna/OneDrive - Comune di Capannori/urp')).toBe('onedrive')
    expect(synced('/srv/anna/Dropbox (Comune)/urp')).toBe('dropbox')
    expect(synced('/Utenti/anna/Library/CloudStorage/GoogleDrive-anna@example.org/Il mio Drive')).toBe('google_drive')
    expect(synced('/Utenti/anna/Library/Mobile Documents/com~apple~CloudDocs/urp')).toBe('icloud')
    expect(synced('/srv/cloud', ['.sync_3f2a9c0b11aa.db', 'archivio.db'])).toBe('nextcloud')
    expect(synced('/srv/x', [], [{ path: '/srv', client: 'dropbox' }])).toBe('dropbox')
    expect(synced('D:\\Lavoro\\urp', [], [{ path: 'd:/lavoro/', client: 'onedrive' }])).toBe('onedrive')
    expect(dropboxRoots('{"personal":{"path":"/srv/a"},"business":{"path":"/srv/b"}}')).toEqual(['/srv/a', '/srv/b'])
    expect(dropboxRoots('non json')).toEqual([])
    expect(nextcloudRoots('[Accounts]\n0\\Folders\\1\\localPath=/srv/anna/nuvola/\n')).toEqual(['/srv/anna/nuvola/'])
  })

  it('is not one that only sounds like it', () => {
    expect(synced('/srv/anna/archivio', ['.dropbox', 'archivio.db'])).toBeNull()
    expect(
      synced(
        '/srv/OneDriver/x',
        [],
        [
          { path: '/srv/One', client: 'onedrive' },
          { path: '', client: 'onedrive' },
        ],
      ),
    ).toBeNull()
  })
})
