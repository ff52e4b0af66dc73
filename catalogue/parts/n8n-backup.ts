/** How an n8n is saved and brought back: its database as one file, by the container beside it. */
import type { Backup, Stream } from '../../model/backup';
import { COPIES } from './n8n-copies';
import { NODE, nodeScript } from './node-stream';

/** It answers an error with a sentence. While its pod is replaced nobody is there, for as long as n8n may take to stop. */
const ASK = `
const http = require("node:http");
async function asked(method, headers, given) {
  for (let patience = 120; ; patience -= 5) {
    const request = http.request(process.env.COPIES_URL, {
      method, headers: { authorization: "Bearer " + process.env.COPIES_PASSWORD, ...headers },
    });
    try {
      return await given(request);
    } catch (error) {
      if (error.code !== "ECONNREFUSED" || patience <= 0) throw error;
      say("nobody answers yet; trying again in 5 s");
      await sleep(5000);
    }
  }
}
const said = async (answer) => { throw new Error(answer.statusCode + " " + (await textOf(answer)).slice(0, 300)); };
`;

/** An end that comes too early is an error of the answer, whose length is known. */
const DUMP = `
async function main() {
  const answer = await asked("GET", {}, async (request) => {
    request.end();
    return (await once(request, "response"))[0];
  });
  if (answer.statusCode !== 200) await said(answer);
  let size = 0;
  for await (const part of answer) {
    size += part.length;
    if (!process.stdout.write(part)) await once(process.stdout, "drain");
  }
  say(size + " bytes");
}`;

/** Nothing is sent before it says that it is empty. Where the snapshot breaks off, so does the request. */
const RESTORE = `
async function main() {
  const answer = await asked("PUT", { expect: "100-continue" }, async (request) => {
    const answered = once(request, "response");
    request.flushHeaders();
    const refused = await Promise.race([once(request, "continue").then(() => undefined), answered]);
    if (refused) return refused[0];
    for await (const part of process.stdin)
      if (!request.write(part)) await Promise.race([once(request, "drain"), answered]);
    request.end();
    return (await answered)[0];
  });
  if (answer.statusCode !== 204) await said(answer);
  say("it has arrived; n8n takes it when it starts again");
}`;

const FACTS = { COPIES_URL: 'copies', COPIES_PASSWORD: 'copiesPassword' } as const;

const stream = (program: string): Stream => ({
  ...NODE,
  script: nodeScript(ASK, program),
  facts: FACTS,
  port: COPIES,
});

export function n8nBackup(): Backup {
  return {
    of:
      'The database as it was when its copy began: workflows, credentials as n8n encrypts them, executions with their ' +
      'data, tables, people and settings.',
    lacks: [
      'The key of the credentials, without which n8n does not start on it: that is an entry of the secret store.',
      'Files that executions have taken in or made (folder `storage`): those that wait for an answer go on without theirs.',
      'Packages of nodes that people have installed: its log tells that some are missing, and people install them again.',
    ],
    here: true,
    file: 'database.sqlite',
    startsAgain: true,
    dump: stream(DUMP),
    restore: stream(RESTORE),
  };
}
