import { computed, reactive, ref, shallowRef, watch } from 'vue'
import { SERVING_PORT } from '@shared/contract/serving'
import { type AppError, ERROR_CODES, appError } from '@shared/kernel/app-error'
import { readPairingText } from '@shared/lan/pairing-text'
import { useErrorText } from '@/app/error-text'
import { useClient, useDesk } from '@/client/client'
import { useCommand } from '@/client/use-command'

/** Pairing as a person does it; `done` once the other desk's store answers. */
export const useLinking = (
  done: () => void,
  to?: { readonly address: string; readonly port: number },
  given: () => string | undefined = () => undefined,
) => {
  const client = useClient()
  const { link } = useDesk()
  const errorText = useErrorText()
  const fields = reactive({ text: given() ?? '', address: to?.address ?? '', port: to?.port ?? SERVING_PORT, code: '' })
  const seen = shallowRef<{ fingerprint: string; name: string } | null>(null)
  const error = shallowRef<AppError>()
  const waiting = ref(false)
  const looking = useCommand(client.link.look, { handles: ERROR_CODES })
  const pairing = useCommand(client.link.pair, { handles: ERROR_CODES })

  const invitation = computed(() => readPairingText(fields.text))
  const isPasted = computed(() => invitation.value !== null)
  /** Something was pasted that is no invitation, or half of one. */
  const isNone = computed(() => fields.text.trim() !== '' && invitation.value === null)
  watch(
    invitation,
    (pasted) => {
      if (pasted === null) return
      fields.address = pasted.address
      fields.port = pasted.port
      fields.code = pasted.code
    },
    { immediate: true },
  )
  // A second link, while the first is still on screen.
  watch(given, (text) => {
    if (text === undefined) return
    back()
    fields.text = text
  })
  const refusal = computed(() => {
    if (!error.value) return ''
    const { title, advice } = errorText(error.value)
    return `${title} ${advice}`
  })

  const look = async (): Promise<void> => {
    error.value = undefined
    const answer = await looking.run({ address: fields.address, port: fields.port })
    if (!answer.ok) error.value = answer.error
    // An invitation names the certificate: another one is never shown for a person to nod at.
    else if (invitation.value !== null && invitation.value.fingerprint !== answer.value.fingerprint)
      error.value = appError('peer_untrusted')
    else seen.value = answer.value
  }

  const pair = async (): Promise<void> => {
    if (seen.value === null) return
    error.value = undefined
    const { address, port, code } = fields
    const answer = await pairing.run({ address, port, code, fingerprint: seen.value.fingerprint })
    if (answer.ok) {
      waiting.value = true
      return
    }
    error.value = answer.error
    if (answer.error.code === 'peer_untrusted') seen.value = null
  }

  watch([waiting, () => link.value.state], ([isWaiting, state]) => {
    if (!isWaiting || state !== 'connected') return
    waiting.value = false
    done()
  })

  const back = (): void => {
    seen.value = null
    error.value = undefined
  }

  const pending = computed(() => looking.pending.value || pairing.pending.value || waiting.value)
  return { fields, isPasted, isNone, seen, refusal, pending, look, pair, back }
}
