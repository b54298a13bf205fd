/** A vitest reporter that leaves the run's counts in the file named by CANTONIERE_SUMMARY. */
import { writeFileSync } from 'node:fs'

/** @typedef {{ passed: number, failed: number, skipped: number, skippedTests: { suite: string, why: string }[] }} Summary */

export default class SummaryReporter {
  /**
   * A file that could not be loaded and an error outside any test count as one failure each: vitest's own number of
   * tests leaves them out.
   * @param {ReadonlyArray<import('vitest/node').TestModule>} modules
   * @param {ReadonlyArray<unknown>} unhandledErrors
   */
  onTestRunEnd(modules, unhandledErrors) {
    /** @type {Summary} */
    const summary = { passed: 0, failed: unhandledErrors.length, skipped: 0, skippedTests: [] }
    for (const module of modules) {
      let failedTests = 0
      for (const test of module.children.allTests()) {
        const result = test.result()
        if (result.state === 'passed') summary.passed += 1
        else if (result.state === 'failed') failedTests += 1
        else {
          summary.skipped += 1
          const note = result.state === 'skipped' ? result.note : undefined
          summary.skippedTests.push({
            suite: `${module.relativeModuleId} › ${test.parent.name ?? ''}`,
            why: note ?? '',
          })
        }
      }
      summary.failed += failedTests
      if (!module.ok() && failedTests === 0) summary.failed += 1
    }
    const file = process.env['CANTONIERE_SUMMARY']
    if (file) writeFileSync(file, JSON.stringify(summary))
  }
}
