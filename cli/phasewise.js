#!/usr/bin/env node
// The command. TypeScript is run as it is, so there is nothing to build; the definitions are read from here,
// wherever it is called.
const { spawnSync } = require('node:child_process');
const { join } = require('node:path');

const root = join(__dirname, '..');
const words = ['--import', 'tsx', join(__dirname, 'main.ts'), ...process.argv.slice(2)];
const { status } = spawnSync(process.execPath, words, { cwd: root, stdio: 'inherit' });
process.exitCode = status ?? 2;
