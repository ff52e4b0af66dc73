// Alloy's language: blocks with a name and perhaps a label, and attributes. Source: Grafana's documentation of Alloy,
// configuration syntax.
import { readFileSync } from 'node:fs';

/** @returns blocks, each with its name, label, attributes and the blocks in it */
export function readConfiguration(file, fail) {
  const tokens =
    readFileSync(file, 'utf8')
      .replace(/^\s*\/\/.*$/gm, '')
      .match(/"(?:[^"\\]|\\.)*"|[\w.]+|[{}[\],=]/g) ?? [];
  let at = 0;
  const value = () => {
    const token = tokens[at++];
    if (token === '{') {
      const map = {};
      while (tokens[at] !== '}') {
        const name = tokens[at++];
        if (tokens[at++] !== '=') fail(`${file}: expected = after ${name}`);
        map[name] = value();
        if (tokens[at] === ',') at += 1;
      }
      at += 1;
      return map;
    }
    if (token !== '[') return token.startsWith('"') ? JSON.parse(token) : { ref: token };
    const list = [];
    while (tokens[at] !== ']') {
      if (tokens[at] === ',') at += 1;
      else list.push(value());
    }
    at += 1;
    return list;
  };
  function body() {
    const found = { blocks: [], attributes: {} };
    while (at < tokens.length && tokens[at] !== '}') {
      const name = tokens[at++];
      if (tokens[at] === '=') {
        at += 1;
        found.attributes[name] = value();
        continue;
      }
      const label = tokens[at].startsWith('"') ? JSON.parse(tokens[at++]) : undefined;
      if (tokens[at++] !== '{') fail(`${file}: expected { after ${name}`);
      found.blocks.push({ name, label, ...body() });
      at += 1;
    }
    return found;
  }
  return body().blocks;
}
