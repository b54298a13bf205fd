import { computed, reactive } from 'vue'
import { appError } from '@shared/kernel/app-error'
import { useSession } from '@/app/session'
import { sendFile } from '@/client/send-file'
import { useErrorToast } from '@/client/use-error-toast'
import type { IntakeForm } from './form'

export const MAX_FILE_BYTES = 50_000_000

interface Upload {
  readonly key: number
  readonly name: string
  /** 0 to 1. */
  part: number
}

/** Files go to the store as soon as they are chosen; the form only names them. */
export const useUploads = (form: IntakeForm) => {
  const session = useSession()
  const { showError } = useErrorToast()
  const underWay = reactive<Upload[]>([])
  const running = new Set<Promise<void>>()
  let nextKey = 1

  const put = async (file: File): Promise<void> => {
    if (file.size > MAX_FILE_BYTES) return showError(appError('attachment_too_large', { details: { name: file.name } }))
    const upload = reactive<Upload>({ key: nextKey, name: file.name, part: 0 })
    nextKey += 1
    underWay.push(upload)
    const address = `/stream/?${new URLSearchParams({ t: session.streamToken }).toString()}`
    const answer = await sendFile(file, address, (part) => (upload.part = part))
    underWay.splice(underWay.indexOf(upload), 1)
    if ('refused' in answer) return showError(appError(answer.refused, { details: { name: file.name } }))
    if (form.files.some(({ sha256 }) => sha256 === answer.sha256)) return
    form.files.push({ sha256: answer.sha256, name: file.name.slice(-200), size: file.size })
  }

  return {
    underWay,
    pending: computed(() => underWay.length > 0),
    add: (files: Iterable<File>): void => {
      for (const file of files) {
        const job = put(file)
        running.add(job)
        void job.finally(() => running.delete(job))
      }
    },
    remove: (sha256: string): void => {
      form.files = form.files.filter((file) => file.sha256 !== sha256)
    },
    /** Until nothing is on its way any more. */
    settled: async (): Promise<void> => void (await Promise.all(running)),
  }
}
export type Uploads = ReturnType<typeof useUploads>
