// `node tools/sum.js report.json…`: one line for several test runs, `N passed, N failed`; status 1 on any failure.
// Before it, what was left out, by name.
const { readFileSync } = require('node:fs');

let passed = 0;
let failed = 0;
const left = [];
for (const file of process.argv.slice(2)) {
  try {
    const report = JSON.parse(readFileSync(file, 'utf8'));
    passed += report.numPassedTests;
    const tests = report.testResults.flatMap(({ assertionResults }) => assertionResults);
    left.push(...tests.filter(({ status }) => status === 'skipped').map(({ fullName }) => fullName.trim()));
    // A run can fail without a failing test: a file that does not load, a setup that breaks.
    failed += report.numFailedTests || (report.success ? 0 : 1);
  } catch {
    // A run that left no report did not get far enough to have one.
    failed += 1;
  }
}
if (left.length > 0) console.log([`left out: ${left.length}`, ...left.map((name) => `  ${name}`)].join('\n'));
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
