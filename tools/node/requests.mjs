// Asks pages all the time, each by a connection of its own, until its input ends; then says what became of them as JSON:
// for each name how many were asked, and what failed, when and why. Run in the network of whoever is to ask.

import { request as overHttp } from 'node:http';
import { request as overHttps } from 'node:https';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';

/** Milliseconds between two requests to one server, and until one without an answer has failed. */
const [PAUSE, PATIENCE] = process.argv.slice(2).map(Number);
let running = true;

const once = ({ address, port, path, tls, headers = {} }) =>
  new Promise((resolve) => {
    if (!path) {
      const socket = connect({ host: address, port, timeout: PATIENCE }, () => {
        socket.destroy();
        resolve(undefined);
      });
      socket.on('timeout', () => socket.destroy(new Error('no answer')));
      socket.on('error', (error) => resolve(error.code ?? error.message));
      return;
    }
    const ask = tls ? overHttps : overHttp;
    const options = { host: address, port, path, headers, agent: false, rejectUnauthorized: false };
    const sent = ask({ ...options, servername: headers.host }, (answer) => {
      answer.resume();
      answer.on('end', () => resolve(answer.statusCode < 500 ? undefined : `status ${answer.statusCode}`));
      answer.on('error', (error) => resolve(error.code ?? error.message));
    });
    sent.setTimeout(PATIENCE, () => sent.destroy(new Error('no answer')));
    sent.on('error', (error) => resolve(error.code ?? error.message));
    sent.end();
  });

async function always(target) {
  const failed = [];
  const open = new Set();
  let sent = 0;
  while (running) {
    sent += 1;
    const at = Date.now();
    // One that takes long holds up no other.
    const one = once(target).then((why) => {
      open.delete(one);
      if (why) failed.push({ at, why });
    });
    open.add(one);
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
  await Promise.all(open);
  return { name: target.name, sent, failed };
}

const lines = createInterface({ input: process.stdin });
lines.once('line', async (line) => {
  const all = JSON.parse(line).map(always);
  lines.once('close', () => {
    running = false;
  });
  console.log(JSON.stringify(await Promise.all(all)));
});
