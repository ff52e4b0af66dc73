// Documents: added, counted and found again.
import { createRequire } from 'node:module';
import { refuse } from './errors.mjs';
import { mustBePrimary } from './set.mjs';

const { EJSON, Long, ObjectId } = createRequire('/opt/mongosh/')('bson');

const same = (a, b) => EJSON.stringify(a) === EJSON.stringify(b);
/** By equality alone; any other question is refused, so that nobody takes its answer for MongoDB's. */
const matches = (filter = {}) => {
  for (const [name, value] of Object.entries(filter))
    if (name.startsWith('$') || Object.keys(Object(value)).some((key) => key.startsWith('$')))
      throw refuse(2, 'BadValue', `this stand-in finds by equality alone, not by ${name}`);
  return (one) => Object.entries(filter).every(([name, value]) => same(one[name], value));
};

/** What reads and writes documents. */
export function documents(server, name, command) {
  const { state, save, counts } = server;
  const ns = `${command.$db}.${command[name]}`;
  const all = () => state.collections[ns] ?? [];
  const cursor = (firstBatch) => ({ cursor: { id: Long.ZERO, ns, firstBatch } });
  switch (name) {
    case 'insert':
      mustBePrimary(server);
      counts.insert += command.documents.length;
      state.collections[ns] = [
        ...all(),
        ...command.documents.map((one) => ({ _id: new ObjectId(), ...one })),
      ];
      save();
      return { n: command.documents.length };
    case 'delete': {
      mustBePrimary(server);
      const before = all().length;
      counts.delete += command.deletes.length;
      for (const { q } of command.deletes) {
        const gone = matches(q);
        state.collections[ns] = all().filter((one) => !gone(one));
      }
      save();
      return { n: before - all().length };
    }
    case 'find':
      counts.query += 1;
      return cursor(
        all()
          .filter(matches(command.filter))
          .slice(0, command.limit || undefined),
      );
    case 'count':
      return { n: all().filter(matches(command.query)).length };
    default: {
      counts.query += 1;
      // As drivers count.
      const [match, group] =
        command.pipeline.length > 1 ? command.pipeline : [{ $match: {} }, command.pipeline[0]];
      if (!match.$match || !same(group?.$group?.n, { $sum: 1 }))
        throw refuse(40324, 'Location40324', 'this stand-in only counts');
      const n = all().filter(matches(match.$match)).length;
      return cursor(n > 0 ? [{ _id: 1, n }] : []);
    }
  }
}
