import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { codeOf, valueOf } from '../../support/engine'
import { type SshdServer, sshdMissing, startSshd } from '../../support/sshd-server'
import { type SiteDesk, openSiteDesk } from './site-desk'

const missing = sshdMissing()

describe.skipIf(missing !== null)(
  `the public site on a server${missing === null ? '' : ` (skipped: ${missing})`}`,
  () => {
    let office: SiteDesk
    let server: SshdServer
    beforeAll(async () => {
      server = await startSshd()
      office = await openSiteDesk()
    })
    afterAll(async () => {
      await office.desk.close()
      await server.close()
    })
    const target = () => ({
      kind: 'sftp' as const,
      host: '127.0.0.1',
      port: server.port,
      username: server.username,
      folder: server.folder,
    })

    it('is tried before it is used, and says which key the server showed', async () => {
      expect(codeOf(await office.admin.site.test({ target: target() }))).toBe('site_secret_missing')
      valueOf(await office.admin.site.setSecret({ secret: { kind: 'key', key: server.key, passphrase: '' } }))
      expect(valueOf(await office.admin.site.test({ target: target() }))).toEqual({
        hostKey: await server.fingerprint(),
      })
      expect(codeOf(await office.admin.site.test({ target: { ...target(), folder: '/no/such/folder' } }))).toBe(
        'sftp_refused',
      )
      expect(codeOf(await office.admin.site.test({ target: { ...target(), username: 'nobody-here' } }))).toBe(
        'sftp_auth_failed',
      )
      expect(readdirSync(server.folder, { recursive: true })).not.toContain('s/prova.txt')
    })

    it('is published there, whole files only, and over what lay there before', async () => {
      await office.settings({ target: target(), publicUrl: 'https://segnalazioni.town.example' })
      const { id, code } = await office.report()
      await office.publish()
      const page = join(server.folder, 's', `${code}.html`)
      expect(readFileSync(page, 'utf8')).toContain('Ora: ricevuta')
      valueOf(await office.giorgio.tickets.changeStatus({ id, base: 'new', to: 'accepted' }))
      await office.publish()
      expect(readFileSync(page, 'utf8')).toContain('Ora: presa in carico')
      expect(readdirSync(server.folder, { recursive: true }).filter((name) => String(name).includes('.part-'))).toEqual(
        [],
      )
      expect(valueOf(await office.admin.site.status({}))).toMatchObject({
        hostKey: await server.fingerprint(),
        hasSecret: true,
        failure: null,
        pending: 0,
      })
    })

    it('stops at a server that shows another key, until a person accepts it', async () => {
      const { code } = await office.report()
      await server.changeKey()
      expect(codeOf(await office.admin.site.publishNow({}))).toBe('sftp_host_changed')
      const page = join(server.folder, 's', `${code}.html`)
      expect(existsSync(page)).toBe(false)
      const { failure } = valueOf(await office.admin.site.status({}))
      expect(failure).toEqual({
        code: 'sftp_host_changed',
        details: { host: '127.0.0.1', fingerprint: await server.fingerprint() },
      })
      valueOf(await office.admin.site.forgetHostKey({}))
      await office.publish()
      expect(existsSync(page)).toBe(true)
    })

    it('says that nobody answers, and keeps what is owed', async () => {
      await server.stop()
      await office.report()
      expect(codeOf(await office.admin.site.publishNow({}))).toBe('sftp_unreachable')
      expect(valueOf(await office.admin.site.status({})).pending).toBe(1)
    })
  },
)
