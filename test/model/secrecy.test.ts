/** What is taken for a secret, and what is not: every word of it has cost somebody a leak, or a false alarm. */
import { describe, expect, test } from 'vitest';
import { saysSecret, secretIn, secretInCommand, secretInFile, secretOf } from '../../model/secrecy';

const letters = (length: number): string => 'Ab1'.repeat(length).slice(0, length);

describe('a name says that its value is a secret', () => {
  test.each([
    'JWT_SECRET',
    'DB_PASSWORD',
    'MYSQL_ROOTPASSWORD',
    'SMTP_PASS',
    'REDIS_PASSWD',
    'API_KEY',
    'apiKey',
    'authToken',
    'KEY',
    'SECRET_KEY_BASE',
    'API_KEY_2',
    'STRIPE_KEY_TEST',
    'SESSION_SECRETS',
    'ADMIN_PASSWORD_HASH',
    'xpack.security.encryptionKey',
    'SENTRY_DSN',
    'GOOGLE_CREDENTIALS',
    'CACHE_PASSWORD',
    'GROUP_API_KEY',
    'PUBLIC_API_SECRET',
  ])('%s', (name) => expect(saysSecret(name)).toBe(true));
});

describe('a name says something else', () => {
  test.each([
    'KEY_EXPIRY',
    'TOKEN_TTL',
    'TOKEN_ISSUER',
    'PASSWORD_FILE',
    'TLS_KEY_PATH',
    'JWT_SECRET_NAME',
    'AWS_ACCESS_KEY_ID',
    'VAPID_PUBLIC_KEY',
    'STRIPE_PUBLISHABLE_KEY',
    'AMQP_ROUTING_KEY',
    'PRIMARY_KEY',
    'KEYCLOAK_URL',
    'KEYSPACE',
    'MONKEY',
    'COMPASS',
    'TOKENIZER',
    'PORT',
  ])('%s', (name) => expect(saysSecret(name)).toBe(false));
});

describe('a value is none, whatever its name', () => {
  test.each([
    ['API_KEY', ''],
    ['DB_PASSWORD', '$(STORE_PASSWORD)'],
    ['AUTH_TOKEN', 'Bearer $(TOKEN)'],
    ['REQUIRE_PASSWORD', 'true'],
    ['EMPTY_PASSWORD', 'no'],
    ['MAX_TOKENS', '4096'],
    ['TLS_KEY', '/etc/tls/private.key'],
    ['JWT_KEY', '-----BEGIN PUBLIC KEY-----\nabc'],
    ['DEPLOY_KEYS', 'ssh-ed25519 AAAA'],
    ['STRIPE_KEY', `pk_${'test_'}${letters(24)}`],
    ['SENTRY_DSN', 'https://tracker.example/1'],
  ])('%s: %s', (name, value) => expect(secretOf(name, value)).toBeUndefined());
});

describe('a value is one by its name', () => {
  test.each([
    ['API_KEY', 'hunter2'],
    ['DB_PASSWORD', '12345678'],
    ['SMTP_PASS', '12345678'],
    ['SMTP_PASS', '$ecret'],
    ['SMTP_PASS', '%ecret'],
    ['SENTRY_DSN', 'https://abc@tracker.example/1'],
    ['TLS_KEY', `/${letters(64)}`],
  ])('%s: %s', (name, value) => expect(secretOf(name, value)).toBe('a secret by its name'));
});

describe('a text is one by its form', () => {
  // Put together here, so that nothing in this repository looks like one.
  test.each([
    ['a private key', `-----BEGIN ${'RSA'} PRIVATE KEY-----`],
    ['an access key of AWS', `AK${'IA'}${'A1'.repeat(8)}`],
    ['a token of GitHub', `gh${'p_'}${letters(36)}`],
    ['a token of GitHub', `github_${'pat_'}${letters(40)}`],
    ['a token of GitLab', `gl${'pat-'}${letters(20)}`],
    ['a secret key of Stripe', `sk_${'live_'}${letters(24)}`],
    ['a webhook secret', `wh${'sec_'}${letters(32)}`],
    ['a key of a model provider', `sk${'-proj-'}${letters(40)}`],
    ['a token of Slack', `xox${'b-'}${letters(20)}`],
    ['the address of a Slack webhook', `https://hooks.slack.com/${'services'}/T1/B1/${letters(24)}`],
    ['a key of SendGrid', `SG${'.'}${letters(22)}.${letters(43)}`],
    ['a key of Google', `AI${'za'}${letters(35)}`],
    ['a token of npm', `np${'m_'}${letters(36)}`],
    ['a token of Docker Hub', `dckr_${'pat_'}${letters(27)}`],
    ['a token of Vault', `hv${'s.'}${letters(24)}`],
    ['a JSON web token', `ey${'J'}${letters(20)}.ey${'J'}${letters(20)}.${letters(20)}`],
    ['an address with a password', 'postgres://user:hunter2@db/app'],
    ['an address with a password', 'see redis://:hunter2@cache:6379/0'],
  ])('%s', (what, text) => {
    expect(secretIn(text)).toContain(what);
    expect(secretOf('HARMLESS', text)).toContain(what);
    expect(secretInFile(`# a file\nvalue ${text}\n`)).toContain(what);
    expect(secretInCommand(['sh', '-c', `run ${text}`])).toContain(what);
    // What is told ends in a log.
    expect(secretIn(text)).not.toContain(letters(10));
  });

  test.each([
    'postgres://user:$(PASSWORD)@db/app',
    'http://elastic:$PASSWORD@search:9200',
    'http://${USER}:${PASSWORD}@search:9200',
    'http://%s:%s@search',
    'https://user@host/path',
    'http://web:8080/a@b',
    'sha256:0123456789abcdef',
    'task-list-of-things-to-do-tomorrow',
    '-----BEGIN PUBLIC KEY-----',
    '-----BEGIN CERTIFICATE-----',
    `pk_${'live_'}${letters(24)}`,
  ])('and this is none: %s', (text) => expect(secretIn(text)).toBeUndefined());
});

describe('a line of a file gives a password', () => {
  test.each(['password: hunter2', 'requirepass x\npassword = "hunter2"', '{"password": "hunter2"}'])(
    '%s',
    (content) => expect(secretInFile(content)).toBe('a password'),
  );

  test.each([
    'password => "${ELASTICSEARCH_PASSWORD}"',
    '{"password": "API_PASSWORD"}',
    'password_file: /etc/password',
    'password: /run/secrets/password',
    'const password = encodeURIComponent(process.env.A)'.replace('encode', '$encode'),
    'password-authentication: true',
    '# a password is asked for',
  ])('and this one does not: %s', (content) => expect(secretInFile(content)).toBeUndefined());
});

describe('a command gives one', () => {
  test.each([[['run', '--password=hunter2']], [['run', '--api-key', 'hunter2']], [['-token=hunter2']]])(
    '%j',
    (command) => expect(secretInCommand(command)).toBe('a secret by its name'),
  );

  test.each([
    [['run', '--password=$(PASSWORD)']],
    [['run', '--password', '--verbose']],
    [['run', '--password-file=/run/password']],
    [['run', '--tls-key', '/etc/tls.key']],
    [['run', '--key']],
  ])('and this one does not: %j', (command) => expect(secretInCommand(command)).toBeUndefined());
});
