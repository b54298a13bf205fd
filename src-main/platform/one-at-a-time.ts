/** A line of jobs: each begins when the one before has ended, however it ended. Answers what its job answers. */
export type InTurn = <T>(job: () => Promise<T>) => Promise<T>

export const oneAtATime = (): InTurn => {
  let last: Promise<unknown> = Promise.resolve()
  return (job) => {
    const mine = last.then(job)
    last = mine.catch(() => undefined)
    return mine
  }
}
