import { safeStorage } from 'electron'
import { SealedSecrets } from './sealed-secrets'

/** Whether the operating system really keeps a key for us: Linux without a keyring only pretends to. */
export const hasKeychain = (): boolean =>
  safeStorage.isEncryptionAvailable() &&
  (process.platform !== 'linux' || safeStorage.getSelectedStorageBackend() !== 'basic_text')

/** This desk's secrets, sealed by the operating system's keychain. */
export const keychainIn = (file: string): SealedSecrets =>
  new SealedSecrets(file, {
    seal: (text) => safeStorage.encryptString(text),
    open: (bytes) => safeStorage.decryptString(bytes),
  })
