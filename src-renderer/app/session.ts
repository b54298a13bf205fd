import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { Permission } from '@shared/accounts/permissions'
import type { Client } from '@shared/contract'
import type { SessionUser } from '@shared/contract/accounts'
import type { SignedOutReason } from '@shared/contract/events'
import { type AppError, appError } from '@shared/kernel/app-error'
import { err, ok, type Result } from '@shared/kernel/result'
import type { PhotoSize } from '@shared/photos/photo-facts'

/** Dies with the window: a closed window is signed out, a reloaded one comes back. */
const TOKEN_KEY = 'desk.session'
/** A reload is no way around the lock. */
const LOCKED_KEY = 'desk.locked'

export type SessionState = 'unknown' | 'signed_out' | 'signed_in' | 'locked'

type SignedIn = Extract<Awaited<ReturnType<Client['accounts']['signIn']>>, { ok: true }>['value']

/** Who sits at this desk, and what they may do. The engine checks again at every call: this only hides and shows. */
export const useSession = defineStore('session', () => {
  const state = ref<SessionState>('unknown')
  const user = shallowRef<SessionUser | null>(null)
  /** Locked since the engine knows the session no more (it restarted, or the desk's access was taken), not by anybody here. */
  const isOver = ref(false)
  const idleLockMinutes = ref(0)
  const streamToken = ref('')
  /** Why the engine ended the session, for the sign-in page to say. */
  const endedBy = ref<SignedOutReason | null>(null)
  /** Counts the passwords that were right: what was asked about this session before one says nothing after it. */
  let proofs = 0
  const permissions = computed(() => new Set(user.value?.permissions ?? []))

  const enter = (answer: SignedIn): void => {
    user.value = answer.user
    idleLockMinutes.value = answer.idleLockMinutes
    streamToken.value = answer.streamToken
    endedBy.value = null
    isOver.value = false
    sessionStorage.setItem(TOKEN_KEY, answer.token)
    state.value = answer.locked || sessionStorage.getItem(LOCKED_KEY) !== null ? 'locked' : 'signed_in'
  }

  const leave = (reason: SignedOutReason | null = null): void => {
    endedBy.value = reason
    isOver.value = false
    user.value = null
    streamToken.value = ''
    sessionStorage.removeItem(TOKEN_KEY)
    sessionStorage.removeItem(LOCKED_KEY)
    state.value = 'signed_out'
  }

  /**
   * The engine knows this session no more, and nobody chose that: the page stays, covered, with what was being typed,
   * until the same person signs in again.
   */
  const over = (): void => {
    if (user.value === null) return leave()
    streamToken.value = ''
    sessionStorage.removeItem(TOKEN_KEY)
    isOver.value = true
    state.value = 'locked'
  }

  /** After a reload or a lost engine: back to the session if it still lives. */
  const resume = async (client: Client): Promise<void> => {
    if (isOver.value) return
    const token = sessionStorage.getItem(TOKEN_KEY)
    if (token === null) return leave()
    const before = proofs
    const answer = await client.accounts.resume({ token })
    if (before !== proofs) return
    if (answer.ok) {
      enter(answer.value)
      // Locked while the line was away: the engine hears of it now.
      if (state.value === 'locked' && !answer.value.locked) await client.accounts.lock({})
    } else if (answer.error.code !== 'engine_unreachable') over()
    // A line that dropped once more says nothing about the session: whoever is in stays in, and it is asked again.
    else if (user.value === null) state.value = 'unknown'
  }

  /** The same person, after `over`. */
  const signInAgain = (client: Client, password: string): Promise<Result<void, AppError>> => {
    sessionStorage.removeItem(LOCKED_KEY)
    return signIn(client, { username: user.value?.username ?? '', password })
  }

  const signIn = async (
    client: Client,
    input: { username: string; password: string },
  ): Promise<Result<void, AppError>> => {
    const answer = await client.accounts.signIn(input)
    if (!answer.ok) return answer
    proofs += 1
    enter(answer.value)
    return ok(undefined)
  }

  const signOut = async (client: Client): Promise<void> => {
    if (!isOver.value) await client.accounts.signOut({})
    leave()
  }

  /** At once here, whether the engine can be told or not; from then on it answers this session nothing. */
  const lock = (client: Client): void => {
    if (state.value !== 'signed_in') return
    locked()
    void client.accounts.lock({})
  }
  const locked = (): void => {
    if (state.value !== 'signed_in') return
    sessionStorage.setItem(LOCKED_KEY, '1')
    state.value = 'locked'
  }

  const unlock = async (client: Client, password: string): Promise<Result<void, AppError>> => {
    const answer = await client.accounts.unlock({ password })
    if (!answer.ok) return answer
    unlocked()
    // The session ended while its password was looked at: the page stays covered, and says what it waits for.
    return isOver.value ? err(appError('unauthenticated')) : ok(undefined)
  }
  const unlocked = (): void => {
    if (state.value !== 'locked' || isOver.value) return
    proofs += 1
    sessionStorage.removeItem(LOCKED_KEY)
    state.value = 'signed_in'
  }

  /** Somebody changed this person's roles, or what a role may do: the screens follow without a new sign-in. */
  const refreshUser = async (client: Client): Promise<void> => {
    if (user.value === null) return
    const answer = await client.accounts.me({})
    if (answer.ok && answer.value.user !== null && user.value !== null) user.value = answer.value.user
  }

  const can = (permission: Permission): boolean => permissions.value.has(permission)

  /** Where an attachment's bytes are read from; `name` only helps the browser to save it. */
  const streamUrl = (sha256: string, name = ''): string => {
    const query = new URLSearchParams({ t: streamToken.value, ...(name ? { name } : {}) })
    return `/stream/${sha256}?${query.toString()}`
  }

  /** The same photo, small and upright, in a type that every page can draw. */
  const photoUrl = (sha256: string, size: PhotoSize): string =>
    `/stream/photo/${sha256}/${size}?${new URLSearchParams({ t: streamToken.value }).toString()}`

  /** A picture that lies elsewhere, fetched by the engine for the mail that shows it. */
  const mailPictureUrl = (messageId: number, address: string): string =>
    `/stream/mail-picture/${messageId}?${new URLSearchParams({ t: streamToken.value, u: address }).toString()}`

  /** A crew's paper of a day, made at this asking. */
  const daySheetUrl = (crewId: number, day: string, language: 'it' | 'en', withPhotos: boolean): string => {
    const query = new URLSearchParams({ t: streamToken.value, lang: language, photos: withPhotos ? '1' : '0' })
    return `/stream/day-sheet/${crewId}/${day}.pdf?${query.toString()}`
  }

  return {
    state,
    user,
    isOver,
    idleLockMinutes,
    streamToken,
    endedBy,
    permissions,
    resume,
    signIn,
    signOut,
    leave,
    over,
    signInAgain,
    lock,
    locked,
    unlock,
    unlocked,
    refreshUser,
    can,
    streamUrl,
    photoUrl,
    mailPictureUrl,
    daySheetUrl,
  }
})
