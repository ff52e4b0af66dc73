/**
 * Which texts tell a secret: whatever is not taken from a Secret stands in Git, for everybody to read. By the name of
 * a value, by the form of well-known tokens, and by passwords in addresses.
 */

/** What a name is about, when it ends so: a secret. `TOKEN_TTL` is about a time, and `KEY_FILE` about a file. */
const SECRET =
  /^(.*(PASSWORD|PASSWD|PASSPHRASE|SECRET|TOKEN|CREDENTIAL|APIKEY|(PRIVATE|SECRET|ACCESS)KEY)S?|KEYS?|PASS|PWD|CREDS|DSN)$/;
/** Ends that say which of several, and not what. */
const WHICH =
  /^(\d+|V\d+|OLD|NEW|CURRENT|PREVIOUS|NEXT|DEFAULT|BASE|BASE64|B64|HEX|RAW|PLAIN|TEXT|STRING|VALUE|HASH|LIVE|TEST|DEV|STAGING|PROD|PRODUCTION)$/;
/** Said before KEY: one that everybody has, or that opens nothing. */
const OPEN_KEY =
  /^(PUBLIC|PUBLISHABLE|PRIMARY|FOREIGN|SORT|PARTITION|ROUTING|BINDING|CACHE|OBJECT|INDEX|GROUP)$/;

/** `dbPassword`, `DB_PASSWORD` and `db.password` are the same words. */
const wordsOf = (name: string): string[] =>
  name
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .toUpperCase()
    .split(/[^A-Z\d]+/)
    .filter(Boolean);

/** Does a name say that its value is a secret? */
export function saysSecret(name: string): boolean {
  const words = wordsOf(name);
  while (words.length > 1 && WHICH.test(words.at(-1)!)) words.pop();
  const [last = '', before = ''] = words.reverse();
  return SECRET.test(last) && !(/^KEYS?$/.test(last) && OPEN_KEY.test(before));
}

/** Begins what is filled in later, in scripts and files: by a shell, a template or a program. */
const FILLED_IN = /^(\$[({A-Za-z_]|\{\{|%|<)/;
/** Answers to a question, not secrets: whether there is one, and where. */
const ANSWER = /^(true|false|yes|no|on|off|none|null|enabled|disabled|required|optional)$/i;
const PATH = /^(~|\.{0,2})\/[\w./-]*$/;
/** Halves of pairs that are there to be shown. */
const SHOWN = /^(-----BEGIN (PUBLIC KEY|CERTIFICATE)|ssh-\w+ |pk_(live|test)_)/;

/** Is a value under such a name none, whatever the name? */
function isHarmless(name: string, value: string): boolean {
  const isDsn = /DSN$/i.test(name);
  return (
    value === '' ||
    /\$[({]\w+[)}]/.test(value) ||
    ANSWER.test(value) ||
    SHOWN.test(value) ||
    // `MAX_TOKENS` counts them.
    (/^\d+$/.test(value) && /^(TOKEN|KEY|SECRET|PASSWORD|CREDENTIAL)S$/.test(wordsOf(name).at(-1) ?? '')) ||
    (PATH.test(value) && !/[A-Za-z\d+/]{32}/.test(value)) ||
    // An address without a login, such as that of a tracker in our own network.
    (isDsn && /^[a-z][a-z\d+.-]*:\/\/[^@\s]*$/i.test(value))
  );
}

/** Forms that no other text has, as scanners of repositories know them (gitleaks, config/gitleaks.toml). */
const FORMS: readonly (readonly [pattern: RegExp, what: string])[] = [
  [/-----BEGIN [A-Z ]*PRIVATE KEY/, 'a private key'],
  [/\b(AKIA|ASIA)[A-Z\d]{16}\b/, 'an access key of AWS'],
  [/\bgh[opsur]_[A-Za-z\d]{36,}/, 'a token of GitHub'],
  [/\bgithub_pat_\w{22,}/, 'a token of GitHub'],
  [/\bglpat-[\w-]{20,}/, 'a token of GitLab'],
  [/\b[rs]k_(live|test)_[A-Za-z\d]{10,}/, 'a secret key of Stripe'],
  [/\bwhsec_[A-Za-z\d+/=]{16,}/, 'a webhook secret'],
  [/\bsk-[\w-]{20,}/, 'a key of a model provider'],
  [/\bxox[abeoprs]-[\w-]{10,}/, 'a token of Slack'],
  [/\bhooks\.slack\.com\/services\/\w+\/\w+\/\w+/, 'the address of a Slack webhook, which is its password'],
  [/\bSG\.[\w-]{16,}\.[\w-]{16,}/, 'a key of SendGrid'],
  [/\bAIza[\w-]{35}/, 'a key of Google'],
  [/\bnpm_[A-Za-z\d]{36}/, 'a token of npm'],
  [/\bdckr_pat_[\w-]{20,}/, 'a token of Docker Hub'],
  [/\bhvs\.[\w-]{20,}/, 'a token of Vault'],
  [/\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]+/, 'a JSON web token'],
];

/** The password of an address: `postgres://user:here@host`. */
const IN_ADDRESS = /[a-z][a-z\d+.-]*:\/\/[^\s/?#:@'"`]*:([^\s/@'"`]+)@/gi;

/** Most values and files are the same in every environment of a system. */
const answers = new Map<string, string | undefined>();

/** What a text holds by its form alone, in a few words; undefined when nothing is seen. Never the text itself. */
export function secretIn(text: string): string | undefined {
  if (!answers.has(text)) answers.set(text, look(text));
  return answers.get(text);
}

function look(text: string): string | undefined {
  const [, form] = FORMS.find(([pattern]) => pattern.test(text)) ?? [];
  if (form) return form;
  // Else every letter of a long file is tried as the first one of an address.
  if (!text.includes('://')) return undefined;
  const passwords = [...text.matchAll(IN_ADDRESS)].map(([, password]) => password!);
  return passwords.some((one) => !FILLED_IN.test(one)) ? 'an address with a password in it' : undefined;
}

/** The same of a value with a name. */
export function secretOf(name: string, value: string): string | undefined {
  const found = secretIn(value);
  return found ?? (saysSecret(name) && !isHarmless(name, value) ? 'a secret by its name' : undefined);
}

/** A line of a configuration file that gives a password, in the notations of most programs. */
const LINE = /pass(?:word|wd|phrase)["']?[ \t]*(?:=>|[:=](?!>))[ \t]*["']?([^\s"',;]+)/gi;

/** The same of a configuration file, whose lines have names. */
export function secretInFile(content: string): string | undefined {
  const found = secretIn(content);
  if (found) return found;
  const isTold = [...content.matchAll(LINE)].some(
    // In capitals, the name of a variable, which the program looks up.
    ([, value = '']) =>
      !isHarmless('', value) && !FILLED_IN.test(value) && !/^[A-Z][A-Z\d]*_[A-Z\d_]+$/.test(value),
  );
  return isTold ? 'a password' : undefined;
}

/** The same of a command and its arguments: `--password=…`, or the argument after `--password`. */
export function secretInCommand(command: readonly string[]): string | undefined {
  for (const [index, argument] of command.entries()) {
    const [, name = '', value = command[index + 1] ?? ''] = /^--?([\w.-]+)(?:=(.*))?$/s.exec(argument) ?? [];
    const isValue = name !== '' && !value.startsWith('-') && !FILLED_IN.test(value);
    const found = secretIn(argument) ?? (isValue ? secretOf(name, value) : undefined);
    if (found) return found;
  }
  return undefined;
}
