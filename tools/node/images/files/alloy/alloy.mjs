#!/usr/local/bin/node
// Stands in for Alloy: of its language it knows the parts that collect logs of pods by the API server and send them to
// Loki, and no others. It does by its own account and over the network what the real one does; it keeps no positions.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { request as askTls } from 'node:https';
import { join } from 'node:path';
import { readConfiguration } from './language.mjs';

const fail = (text) => {
  console.error(`Error: ${text}`);
  process.exit(1);
};
const [, , command, file, ...flags] = process.argv;
const FLAGS = {
  'server.http.listen-addr': '127.0.0.1:12345',
  'storage.path': 'data-alloy/',
  'disable-reporting': '',
};
if (command !== 'run') fail(`unknown command "${command}"`);
for (const flag of flags) {
  const [, name, value] = /^--([^=]+)(?:=(.*))?$/.exec(flag) ?? [];
  if (!(name in FLAGS)) fail(`unknown flag: ${flag}`);
  FLAGS[name] = value ?? 'true';
}
mkdirSync(join(FLAGS['storage.path'], 'loki.source.kubernetes.pods'), { recursive: true });
writeFileSync(join(FLAGS['storage.path'], 'alloy_seed.json'), '{}');

const KNOWN = {
  logging: [],
  'discovery.kubernetes': ['namespaces'],
  'discovery.relabel': ['rule'],
  'loki.source.kubernetes': [],
  'loki.process': ['stage.label_drop'],
  'loki.write': ['endpoint'],
};
const blocks = readConfiguration(file, fail);
for (const { name, blocks: inner } of blocks) {
  if (!KNOWN[name]) fail(`${file}: this stand-in knows no component ${name}`);
  for (const one of inner) if (!KNOWN[name].includes(one.name)) fail(`${file}: ${name} has ${one.name}`);
}
const part = (name) => blocks.find((one) => one.name === name) ?? fail(`${file}: no ${name}`);
const refers = (from, attribute, to) => {
  const wanted = `${to.name}.${to.label}.`;
  const given = [from.attributes[attribute]].flat();
  if (!given.some((one) => one?.ref?.startsWith(wanted)))
    fail(`${file}: ${from.name} leads not to ${to.name}`);
};
const discovery = part('discovery.kubernetes');
const relabel = part('discovery.relabel');
const source = part('loki.source.kubernetes');
const process_ = part('loki.process');
const write = part('loki.write');
refers(relabel, 'targets', discovery);
refers(source, 'targets', relabel);
refers(source, 'forward_to', process_);
refers(process_, 'forward_to', write);
const namespaces = discovery.blocks[0].attributes.names;
const rules = relabel.blocks.map(({ attributes }) => attributes);
const dropped = process_.blocks.flatMap(({ attributes }) => attributes.values);
const endpoint = write.blocks[0].attributes.url;
const external = write.attributes.external_labels ?? {};

// --- what it does
const ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';
const { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port } = process.env;
const ask = (path, onData) =>
  new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${readFileSync(join(ACCOUNT, 'token'), 'utf8')}` };
    const ca = readFileSync(join(ACCOUNT, 'ca.crt'));
    const asked = askTls({ host, port, path, headers, ca, timeout: onData ? 0 : 10_000 }, (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (chunk) => {
        if (onData && answer.statusCode === 200) onData(chunk);
        else text += chunk;
      });
      answer.on('end', () =>
        answer.statusCode === 200 ? resolve(text) : reject(new Error(`${answer.statusCode} ${text}`)),
      );
      answer.on('error', reject);
    });
    asked.on('timeout', () => asked.destroy(new Error('time-out')));
    asked.on('error', reject);
    asked.end();
  });

const counts = { sent: 0, bytes: 0, dropped: 0, retries: 0 };
const waiting = new Map();
const warn = (text) => console.error(`level=warn msg=${JSON.stringify(text)}`);

function labelsOf(pod, container) {
  const label = (name) => name.replaceAll(/[^\w]/g, '_');
  const meta = {
    __meta_kubernetes_pod_name: pod.metadata.name,
    __meta_kubernetes_pod_container_name: container,
    ...Object.fromEntries(
      Object.entries(pod.metadata.labels ?? {}).map(([name, text]) => [
        `__meta_kubernetes_pod_label_${label(name)}`,
        text,
      ]),
    ),
  };
  const labels = {
    instance: `${pod.metadata.namespace}/${pod.metadata.name}:${container}`,
    job: 'loki.source.kubernetes.pods',
  };
  for (const { source_labels, regex = '(.*)', target_label, replacement = '$1' } of rules) {
    const from = source_labels.map((name) => meta[name] ?? '').join(';');
    const found = new RegExp(`^(?:${regex})$`).exec(from);
    if (found) labels[target_label] = replacement.replace(/\$(\d)/g, (_, n) => found[n] ?? '');
  }
  for (const name of dropped) delete labels[name];
  return Object.fromEntries(Object.entries({ ...labels, ...external }).filter(([, text]) => text !== ''));
}

const followed = new Set();
function follow(namespace, pod, container) {
  const status = [...(pod.status.containerStatuses ?? []), ...(pod.status.initContainerStatuses ?? [])];
  const id = status.find(({ name }) => name === container)?.containerID;
  if (!id || followed.has(id)) return;
  followed.add(id);
  const labels = JSON.stringify(labelsOf(pod, container));
  let rest = '';
  const take = (chunk) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop();
    const entries = lines.map((line) => [
      nanoseconds(line.slice(0, line.indexOf(' '))),
      line.slice(line.indexOf(' ') + 1),
    ]);
    const before = waiting.get(labels) ?? [];
    before.push(...entries);
    waiting.set(labels, before);
  };
  const path = `/api/v1/namespaces/${namespace}/pods/${pod.metadata.name}/log?follow=true&timestamps=true&container=${container}`;
  ask(path, take)
    .catch((error) => warn(`${pod.metadata.name}/${container}: ${error.message}`))
    // A line too many is better than one that is missing.
    .finally(() => setTimeout(() => followed.delete(id), 60_000));
}

const nanoseconds = (stamp) => {
  const [, seconds, fraction = ''] = /^(.*?)(?:\.(\d+))?Z$/.exec(stamp) ?? [];
  return `${Date.parse(`${seconds}Z`) / 1000}${fraction.padEnd(9, '0')}`;
};

async function discover() {
  for (const namespace of namespaces) {
    const { items } = JSON.parse(await ask(`/api/v1/namespaces/${namespace}/pods`));
    for (const pod of items)
      for (const { name } of [...(pod.spec.initContainers ?? []), ...pod.spec.containers])
        follow(namespace, pod, name);
  }
}

async function send() {
  const streams = [...waiting].map(([labels, values]) => ({ stream: JSON.parse(labels), values }));
  if (streams.length === 0) return;
  waiting.clear();
  const text = JSON.stringify({ streams });
  for (let tries = 0; tries < 10; tries++) {
    const answer = await fetch(endpoint, {
      method: 'POST',
      body: text,
      headers: { 'content-type': 'application/json' },
      signal: AbortSignal.timeout(10_000),
    }).catch((error) => error);
    if (answer.status === 204) {
      counts.sent += streams.reduce((sum, { values }) => sum + values.length, 0);
      counts.bytes += text.length;
      return;
    }
    warn(`${endpoint}: ${answer.status ? `${answer.status} ${await answer.text()}` : answer.message}`);
    // What is wrong with the lines stays wrong.
    if (answer.status >= 400 && answer.status < 500 && answer.status !== 429) break;
    counts.retries += 1;
    await new Promise((resolve) => setTimeout(resolve, 500 * 2 ** tries));
  }
  counts.dropped += streams.reduce((sum, { values }) => sum + values.length, 0);
}

/** One after the other, again and again. */
async function always(seconds, work) {
  for (;;) {
    await work().catch((error) => warn(error.message));
    await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  }
}
void always(5, discover);
void always(1, send);

const metrics = () => {
  const { rss, heapTotal } = process.memoryUsage();
  return [
    `loki_write_sent_entries_total ${counts.sent}`,
    `loki_write_sent_bytes_total ${counts.bytes}`,
    `loki_write_dropped_entries_total{reason="ingester_error"} ${counts.dropped}`,
    `loki_write_batch_retries_total ${counts.retries}`,
    `alloy_component_controller_running_components{health_type="healthy"} ${blocks.length - 1}`,
    'go_memstats_heap_released_bytes 0',
    `go_memstats_sys_bytes ${heapTotal}`,
    `process_cpu_seconds_total ${process.cpuUsage().user / 1e6}`,
    `process_resident_memory_bytes ${rss}`,
    '',
  ].join('\n');
};
const [address, listen] = FLAGS['server.http.listen-addr'].split(':');
createServer((request, response) => {
  if (request.url === '/metrics')
    response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' }).end(metrics());
  else response.writeHead(/^\/-\/(ready|healthy)$/.test(request.url) ? 200 : 404).end('Alloy is ready.\n');
}).listen(Number(listen), address);
process.on('SIGTERM', () => process.exit(0));
