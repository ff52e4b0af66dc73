/** What is wrong with what is said of signatures: each mistake would let something through, or refuse everything. */
import { ownImages } from '../images';
import type { Plan } from '../plan';
import { compare, didYouMean } from '../problems';
import { type Draft, systemPath } from '../resolve/draft';

/** What RE2 has no word for: looking around, and what was found before. */
const NOT_RE2 = /\(\?<?[=!]|\\[1-9]/;

export function checkSignatures(draft: Draft, plan: Plan): void {
  if (!plan.signatures) return;
  const { repositories, issuer, subject } = plan.signatures;
  const add = (key: string, message: string): void =>
    draft.problems.add(systemPath(draft.system, `signatures.${key}`), message);
  // What runs on somebody's own machine here runs in another environment.
  const elsewhere = draft.local.map(({ definition }) => definition.image);
  const images = [...ownImages(plan), ...elsewhere];
  const known = [...new Set(images.map(({ repository }) => repository))].sort(compare);
  if (!repositories.endsWith('/')) {
    add('repositories', `'${repositories}' is also the beginning of other names; end it with '/'`);
  } else if (!known.some((repository) => repository.startsWith(repositories))) {
    const folders = known.map((repository) => repository.slice(0, repository.lastIndexOf('/') + 1));
    const hint = didYouMean(repositories, [...new Set(folders)].filter(Boolean));
    add('repositories', `no component runs an image from '${repositories}'${hint}`);
  }
  if (!/^https:\/\/[^/\s]+(\/\S*)?$/.test(issuer)) {
    add('issuer', `'${issuer}' is not the address of an OpenID provider, such as https://accounts.example`);
  }
  if (!/^\^.*\$$/.test(subject)) {
    add('subject', `'${subject}' also matches a part of a longer name; begin it with ^ and end it with $`);
  } else if (!isRe2(subject)) {
    add('subject', `'${subject}' is not a regular expression that RE2 understands`);
  }
}

function isRe2(pattern: string): boolean {
  try {
    new RegExp(pattern, 'u');
    return !NOT_RE2.test(pattern);
  } catch {
    return false;
  }
}
