import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { codeOf, valueOf } from '../../support/engine'
import { type PasswordSftp, SFTP_PASSWORD, sftpServerMissing, startPasswordSftp } from '../../support/password-sftp'
import { type SiteDesk, openSiteDesk } from './site-desk'

const missing = sftpServerMissing()

describe.skipIf(missing !== null)(
  `the public site on a server with a password${missing === null ? '' : ` (skipped: ${missing})`}`,
  () => {
    let office: SiteDesk
    let server: PasswordSftp
    beforeAll(async () => {
      server = await startPasswordSftp()
      office = await openSiteDesk()
    })
    afterAll(async () => {
      await office.desk.close()
      await server.close()
    })
    const target = (username = 'sito') => ({
      ...{ kind: 'sftp' as const, host: '127.0.0.1', port: server.port },
      ...{ username, folder: server.folder },
    })
    const write = async (password: string): Promise<void> => {
      valueOf(await office.admin.site.setSecret({ secret: { kind: 'password', password } }))
    }

    it('takes the right password and says when name or password are wrong', async () => {
      await write(SFTP_PASSWORD)
      expect(codeOf(await office.admin.site.test({ target: target() }))).toBe('ok')
      expect(codeOf(await office.admin.site.test({ target: target('altro') }))).toBe('sftp_auth_failed')
      await write('sbagliata')
      expect(codeOf(await office.admin.site.test({ target: target() }))).toBe('sftp_auth_failed')
      expect(readdirSync(server.folder, { recursive: true })).not.toContain('s/prova.txt')
    })

    it('is published there, also where the server asks for the password in words', async () => {
      server.asks = 'interactive'
      expect(codeOf(await office.admin.site.test({ target: target() }))).toBe('sftp_auth_failed')
      await write(SFTP_PASSWORD)
      await office.settings({ target: target(), publicUrl: 'https://segnalazioni.town.example' })
      const { code } = await office.report()
      await office.publish()
      expect(readFileSync(join(server.folder, 's', `${code}.html`), 'utf8')).toContain('Ora: ricevuta')
    })
  },
)
