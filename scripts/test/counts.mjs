// Turns the runners' JSON reports into two numbers. A runner that failed without a failed test (no report, a file that
// could not be loaded, an error outside of any test) counts as one failure: red never looks green.

/** Of Vitest. */
export function countUnit(report, code) {
  if (report === null) return { passed: 0, failed: 1 };
  const brokenFiles = report.testResults.filter(isBroken).length;
  return withExitCode(report.numPassedTests, report.numFailedTests + brokenFiles, code);
}

/** Of Playwright. A test that passed only when tried again is counted as failed. */
export function countEndToEnd(report, code) {
  if (report === null) return { passed: 0, failed: 1 };
  const { expected, unexpected, flaky } = report.stats;
  return withExitCode(expected, unexpected + flaky + (unexpected === 0 ? report.errors.length : 0), code);
}

function isBroken({ status, assertionResults }) {
  return status === 'failed' && !assertionResults.some((result) => result.status === 'failed');
}

function withExitCode(passed, failed, code) {
  return { passed, failed: code !== 0 && failed === 0 ? 1 : failed };
}
