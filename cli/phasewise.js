#!/usr/bin/env node
// The command. There is nothing to build: the TypeScript beside it is run as it is. Definitions and `dist`
// are those of this repository, wherever the command is called.
const { join } = require('node:path');

process.chdir(join(__dirname, '..'));
process.argv.splice(2, 0, join(__dirname, 'main.ts'));
// Until the program has a status of its own; 1 would say that there are differences.
process.exitCode = 2;
require('../tools/run.js');
