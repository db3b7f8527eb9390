import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import * as fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { ConfigError, environment, loadConfig, secretsOf, secretVariables } from './config.ts';
import { looksRandom } from './refusals.ts';

const folder = mkdtempSync(join(tmpdir(), 'seqdb-config-'));
afterAll(() => rmSync(folder, { recursive: true }));
const fileWith = (name: string, text: string) => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

const secret = randomBytes(32).toString('base64url');
const enough = {
  DATABASE_URL: 'postgres://app:pass%21word@db.internal/seqdb',
  REDIS_URL: 'redis://redis.internal:6379/0',
  S3_HOT_BUCKET: 'seqdb-hot',
  JWT_SECRET: secret,
  AUDIT_EXPORT_KEY: randomBytes(32).toString('base64'),
};
const production = { ...enough, NODE_ENV: 'production', PUBLIC_URL: 'https://seqdb.example.org' };

function problemsOf(env: Record<string, string | undefined>): string[] {
  try {
    loadConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return [...error.problems];
    throw error;
  }
  return [];
}

describe('the configuration', () => {
  it('needs little, and has defaults for the rest', () => {
    expect(loadConfig(enough)).toMatchObject({
      NODE_ENV: 'development',
      HOST: '127.0.0.1',
      PORT: 3000,
      DATABASE_POOL_SIZE: 20,
      ACCESSION_PREFIX: 'SQDB',
      DEMO_DATA: false,
      ENA_ENVIRONMENT: 'test',
    });
  });

  it('names everything that is missing or wrong at once', () => {
    expect(
      problemsOf({
        NODE_ENV: 'production',
        PORT: 'eighty',
        DATABASE_URL: 'mysql://db/seqdb',
        JWT_SECRET: 'short',
        ACCESSION_PREFIX: 'ABC',
        DEMO_DATA: 'yes',
        ENA_ENVIRONMENT: 'sandbox',
        PUBLIC_URL: 'http://seqdb.example.org',
        S3_HOT_ACCESS_KEY_ID: 'key',
      }).map((line) => line.split(':')[0]),
    ).toEqual([
      'PORT',
      'DATABASE_URL',
      'REDIS_URL',
      'S3_HOT_BUCKET',
      'JWT_SECRET',
      'AUDIT_EXPORT_KEY',
      'ACCESSION_PREFIX',
      'DEMO_DATA',
      'ENA_SUBMIT_URL',
      'S3_HOT_SECRET_ACCESS_KEY',
      'ENA_ENVIRONMENT',
      'PUBLIC_URL',
    ]);
    expect(problemsOf({}).filter((line) => line.endsWith('is not set')).length).toBe(5);
  });

  it('takes `None` and the empty string for unset', () => {
    const unset = { ...enough, SMTP_URL: 'None', ENA_USERNAME: '', LOG_LEVEL: 'None', ACCESSION_PREFIX: '' };
    expect(loadConfig(unset)).toMatchObject({ LOG_LEVEL: 'info', ACCESSION_PREFIX: 'SQDB' });
    expect(loadConfig(unset).SMTP_URL).toBeUndefined();
    expect(problemsOf({ ...enough, REDIS_URL: 'None' })).toEqual(['REDIS_URL: is not set']);
  });

  it('reads any variable from a file', () => {
    const { JWT_SECRET: _, ...rest } = enough;
    const JWT_SECRET_FILE = fileWith('jwt', `${secret}\n`);
    expect(loadConfig({ ...rest, JWT_SECRET_FILE }).JWT_SECRET).toBe(secret);
    expect(loadConfig({ ...enough, SMTP_URL_FILE: fileWith('none', 'None\n') }).SMTP_URL).toBeUndefined();
    expect(problemsOf({ ...enough, JWT_SECRET_FILE })).toEqual([
      'JWT_SECRET: is given twice, as JWT_SECRET and as JWT_SECRET_FILE',
    ]);
    expect(problemsOf({ ...enough, SMTP_URL_FILE: join(folder, 'missing') })).toEqual([
      'SMTP_URL_FILE: cannot be read (ENOENT)',
    ]);
    expect(problemsOf({ ...enough, SMTP_URL_FILE: folder })).toEqual([
      'SMTP_URL_FILE: cannot be read (EISDIR)',
    ]);
  });

  it('never shows a value', () => {
    const values = fc.record(
      Object.fromEntries(
        Object.keys(environment.shape).map((name) => [
          name,
          fc.string({ minLength: 8, unit: fc.constantFrom(...'xyzq7/:@') }),
        ]),
      ),
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(values, fc.constantFrom('production', 'test'), (env, NODE_ENV) => {
        const message = problemsOf({ ...env, NODE_ENV }).join('\n');
        for (const value of Object.values(env)) expect(message).not.toContain(value);
      }),
    );
  });
});

describe.each(['AUDIT_SIGNING_KEY', 'AUDIT_EXPORT_KEY'] as const)("the change log's %s", (name) => {
  const pem = (type: 'ed25519' | 'x25519') =>
    generateKeyPairSync(type as 'ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }) as string;

  it('is an Ed25519 key in either form, also from a file', () => {
    const rest = { ...production, [name]: undefined };
    for (const key of [pem('ed25519'), randomBytes(32).toString('base64url')]) {
      expect(problemsOf({ ...production, [name]: key })).toEqual([]);
      expect(problemsOf({ ...rest, [`${name}_FILE`]: fileWith('audit', key) })).toEqual([]);
    }
  });

  it('is nothing else', () => {
    for (const key of [pem('x25519'), 'short', randomBytes(31).toString('base64'), '-----BEGIN'])
      expect(problemsOf({ ...enough, [name]: key })[0]).toMatch(new RegExp(`^${name}: is no Ed25519 key`));
  });
});

describe('the keys of the change log', () => {
  const { AUDIT_EXPORT_KEY, ...rest } = production;
  const problemsOfWorker = (env: Record<string, string>): string[] => {
    try {
      loadConfig(env, ['AUDIT_SIGNING_KEY']);
    } catch (error) {
      if (error instanceof ConfigError) return [...error.problems];
      throw error;
    }
    return [];
  };

  it('are the one for exports everywhere, and for the worker the one for heads, too', () => {
    expect(problemsOf(production)).toEqual([]);
    expect(problemsOf(rest)).toEqual(['AUDIT_EXPORT_KEY: is not set']);
    expect(problemsOfWorker(production)).toEqual(['AUDIT_SIGNING_KEY: is not set']);
    const AUDIT_SIGNING_KEY = randomBytes(32).toString('base64');
    expect(problemsOfWorker({ ...production, AUDIT_SIGNING_KEY })).toEqual([]);
    expect(problemsOfWorker({ ...rest, AUDIT_SIGNING_KEY })).toEqual(['AUDIT_EXPORT_KEY: is not set']);
  });

  it('are not the same, however they are spelled', () => {
    const pair = generateKeyPairSync('ed25519').privateKey;
    const seed = Buffer.from(pair.export({ format: 'jwk' }).d ?? '', 'base64url');
    const spelled = [
      pair.export({ format: 'pem', type: 'pkcs8' }) as string,
      seed.toString('base64'),
      seed.toString('base64url'),
    ];
    for (const one of spelled)
      for (const other of spelled)
        for (const name of ['AUDIT_SIGNING_KEY', 'AUDIT_PREVIOUS_SIGNING_KEY']) {
          expect(problemsOf({ ...rest, AUDIT_EXPORT_KEY: one, [name]: other })).toEqual([
            expect.stringMatching(/^AUDIT_EXPORT_KEY: must be another key/),
          ]);
          expect(problemsOf({ ...production, AUDIT_PREVIOUS_EXPORT_KEY: one, [name]: other })).toEqual([
            expect.stringMatching(/^AUDIT_PREVIOUS_EXPORT_KEY: must be another key/),
          ]);
        }
    expect(problemsOf({ ...production, AUDIT_PREVIOUS_EXPORT_KEY: AUDIT_EXPORT_KEY })).toEqual([]);
  });

  it('belong to a log whose name is not that of the keys for its exports', () => {
    expect(problemsOf({ ...production, AUDIT_ORIGIN: 'log.example/a-exports' })[0]).toMatch(/^AUDIT_ORIGIN:/);
    expect(problemsOf({ ...production, AUDIT_ORIGIN: 'log.example/exports' })).toEqual([]);
  });
});

describe('in production', () => {
  it('a decent configuration is accepted', () => {
    expect(problemsOf(production)).toEqual([]);
    expect(
      problemsOf({
        ...production,
        ENA_ENVIRONMENT: 'production',
        ENA_SUBMIT_URL: 'https://ena.example/submit',
      }),
    ).toEqual([]);
  });

  it.each([
    ['demo accounts', { DEMO_DATA: 'true' }, 'DEMO_DATA'],
    ['the pace of tests', { TASK_PACE: '10' }, 'TASK_PACE'],
    ['a log that nobody verifies', { AUDIT_VERIFICATION_HOUR: 'never' }, 'AUDIT_VERIFICATION_HOUR'],
    [
      'a sandbox',
      { ENA_ENVIRONMENT: 'sandbox', ENA_SUBMIT_URL: 'https://sandbox.example/ena/submit' },
      'ENA_ENVIRONMENT',
    ],
    ['ENA over plain HTTP', { ENA_SUBMIT_URL: 'http://ena.example/submit' }, 'ENA_SUBMIT_URL'],
    ['itself over plain HTTP', { PUBLIC_URL: 'http://seqdb.example.org' }, 'PUBLIC_URL'],
    ['a secret of one character', { JWT_SECRET: 'a'.repeat(50) }, 'JWT_SECRET'],
    ['a secret that repeats itself', { JWT_SECRET: 'abcdefghijklmno'.repeat(4) }, 'JWT_SECRET'],
    ['a signing key of one character', { AUDIT_SIGNING_KEY: 'a'.repeat(43) }, 'AUDIT_SIGNING_KEY'],
    ['a key for exports of one character', { AUDIT_EXPORT_KEY: 'a'.repeat(43) }, 'AUDIT_EXPORT_KEY'],
    ['a webhook over plain HTTP', { AUDIT_HEADS_WEBHOOK_URL: 'http://hook' }, 'AUDIT_HEADS_WEBHOOK_URL'],
    ['a secret of words', { JWT_SECRET: 'please-change-me-before-you-go-live-0123456789' }, 'JWT_SECRET'],
  ])('%s is refused', (_, other, name) => {
    expect(problemsOf({ ...production, ...other }).map((line) => line.split(':')[0])).toEqual([name]);
    const { NODE_ENV: _env, ...elsewhere } = { ...production, ...other };
    expect(problemsOf(elsewhere)).toEqual([]);
  });

  it('random secrets look random, in every spelling', () => {
    fc.assert(
      fc.property(fc.constantFrom('hex', 'base64', 'base64url'), (spelling) => {
        expect(looksRandom(randomBytes(32).toString(spelling as BufferEncoding))).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });
});

it('goes together', () => {
  expect(problemsOf({ ...enough, ENA_ENVIRONMENT: 'sandbox' })).toEqual([
    'ENA_SUBMIT_URL: must name the sandbox when ENA_ENVIRONMENT is sandbox',
  ]);
  const sandbox = { ENA_ENVIRONMENT: 'sandbox', ENA_SUBMIT_URL: 'http://127.0.0.1:1/ena/submit' };
  const program = { ...enough, ...sandbox, WEBIN_CLI: '/opt/webin-cli.jar' };
  expect(problemsOf(program)).toEqual([expect.stringMatching(/^WEBIN_CLI: must not be set .* sandbox/)]);
  expect(problemsOf({ ...program, NODE_ENV: 'test' })).toEqual([]);
  expect(problemsOf({ ...enough, ENA_ENVIRONMENT: 'test', WEBIN_CLI: '/opt/webin-cli.jar' })).toEqual([]);
  const half = { ...enough, ENA_USERNAME: 'Webin-1', ENA_ACCOUNT_ENVIRONMENT: 'test' };
  expect(problemsOf(half)).toEqual([expect.stringContaining('both or neither')]);
  expect(problemsOf({ ...enough, ENA_SUBMIT_URL: 'https://wwwdev.ebi.ac.uk/ena/dev/submit' })[0]).toContain(
    'internal',
  );
});

it('knows its secrets, with the passwords in its URLs', () => {
  expect(secretVariables).toContain('JWT_SECRET');
  const secrets = secretsOf(loadConfig(enough));
  expect(secrets).toEqual(expect.arrayContaining([secret, enough.DATABASE_URL, 'pass%21word', 'pass!word']));
  expect(secrets).not.toContain('');
});
