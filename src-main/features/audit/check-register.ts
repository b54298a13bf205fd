import type { AuditState } from '@shared/contract/audit'
import { asInstant } from '@shared/kernel/instant'
import { type Result, ok } from '@shared/kernel/result'
import { checkAudit } from '@main/store/audit/check-audit'
import type { FeatureParts } from '../feature-parts'
import { keptHeads } from './kept-heads'

export const checkRegister = async (parts: FeatureParts): Promise<Result<AuditState>> => {
  const checked = await checkAudit(parts.current.store, await keptHeads(parts))
  if (!checked.ok) return checked
  const { ok: sound, rows, faults, problems, chains, soundUntil } = checked.value
  return ok({
    ok: sound,
    rows,
    faults,
    problems: problems.map(({ fault, id, chain, seq }) => ({ fault, id, chain, seq })),
    soundUntil: soundUntil === null ? null : asInstant(soundUntil.at),
    chains: chains.map(({ chain, host, osUser, rows: own, lastAt, head }) => ({
      chain,
      host,
      osUser,
      rows: own,
      lastAt: asInstant(lastAt),
      head,
    })),
  })
}
