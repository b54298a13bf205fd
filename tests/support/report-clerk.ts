import type { PageLine } from './engine-process'

interface FileRef {
  readonly sha256: string
  readonly name: string
}

/** A report that the desk has confirmed: the number is on the citizen's receipt now. */
export interface Acknowledged {
  readonly id: number
  readonly number: string
}

/** Somebody who files one report after the other, as fast as the desk takes them. */
export interface ReportClerk {
  /** By subject; each subject is asked for once. */
  readonly acknowledged: ReadonlyMap<string, Acknowledged>
  /** How often the desk said no, by code. */
  readonly refused: ReadonlyMap<string, number>
  /** Milliseconds from the question to each confirmation. */
  readonly times: readonly number[]
  /** Lets the report under way come to its end. */
  stop(): Promise<void>
}

interface Filing {
  /** Told at the moment at which the confirmation is here. */
  readonly onAcknowledged?: (subject: string, answer: Acknowledged) => void
  /** Milliseconds between two reports. */
  readonly pause?: () => number
  /** Brings the files of the report to the desk first. */
  readonly attach?: (report: number) => Promise<readonly FileRef[]>
}

export const keepFiling = (
  page: PageLine,
  name: string,
  { onAcknowledged, pause, attach }: Filing = {},
): ReportClerk => {
  const acknowledged = new Map<string, Acknowledged>()
  const refused = new Map<string, number>()
  const times: number[] = []
  let isStopped = false
  const work = async (): Promise<void> => {
    for (let n = 0; !isStopped; n += 1) {
      const subject = `Buca ${name}n${n}`
      const attachments = attach ? [...(await attach(n))] : []
      const start = performance.now()
      const answer = await page.client.tickets.create({
        channel: 'phone',
        subject,
        description: 'Davanti alla scuola, profonda dieci centimetri.',
        place: { text: 'Via Roma 12', districtId: null, lat: 44.5, lon: 11.3, precision: 'point' },
        attachments,
      })
      times.push(performance.now() - start)
      if (answer.ok) {
        acknowledged.set(subject, answer.value)
        onAcknowledged?.(subject, answer.value)
      } else {
        refused.set(answer.error.code, (refused.get(answer.error.code) ?? 0) + 1)
        if (answer.error.code === 'engine_unreachable') return
      }
      if (pause) await new Promise((resolve) => setTimeout(resolve, pause()))
    }
  }
  const ended = work()
  return {
    acknowledged,
    refused,
    times,
    stop: () => {
      isStopped = true
      return ended
    },
  }
}
