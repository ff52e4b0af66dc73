// `node tools/sum.js report.json… -- step…`: one line for several test runs, `N passed, N failed`; status 1 on any
// failure, of a test or of a step. Before it, what was left out, the steps that failed, and right behind them what
// failed in them, with the first line of why: whoever sees only the surroundings of a failure sees its reason.
const { readFileSync } = require('node:fs');
const { basename } = require('node:path');

const given = process.argv.slice(2);
const end = given.includes('--') ? given.indexOf('--') : given.length;
const steps = given.slice(end + 1);
let passed = 0;
let failed = 0;
const failures = [];
/** How often a test of this title was left out: one title runs for many environments. */
const left = new Map();
for (const file of given.slice(0, end)) {
  try {
    const report = JSON.parse(readFileSync(file, 'utf8'));
    passed += report.numPassedTests;
    // A run can fail without a failing test: a file that does not load, a setup that breaks.
    failed += report.numFailedTests || (report.success ? 0 : 1);
    for (const { name, status, message, assertionResults } of report.testResults) {
      for (const test of assertionResults) {
        if (test.status === 'skipped') left.set(test.title, (left.get(test.title) ?? 0) + 1);
        if (test.status === 'failed') failures.push([test.fullName.trim(), test.failureMessages?.[0]]);
      }
      const told = assertionResults.some((test) => test.status === 'failed');
      if (status === 'failed' && !told) failures.push([name, message]);
    }
  } catch {
    // A run that left no report did not get far enough to have one.
    failed += 1;
    failures.push([basename(file), 'left no report']);
  }
}
if (left.size > 0) {
  console.log('left out:');
  for (const [title, times] of left) console.log(`  ${times} × ${title}`);
}
for (const step of steps) console.log(`FAILED: ${step.split(' -- ')[0]}`);
for (const [name, why] of failures) console.log(`failed: ${name}\n  ${(why ?? '').trim().split('\n')[0]}`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || steps.length > 0 ? 1 : 0;
