import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { ConfigError, loadConfig } from './config.ts';

const enough = {
  DATABASE_URL: 'postgres://app:app@db.internal/seqdb',
  REDIS_URL: 'redis://redis.internal:6379/0',
  S3_HOT_BUCKET: 'seqdb-hot',
  JWT_SECRET: randomBytes(32).toString('base64url'),
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

describe('an account of ENA', () => {
  const account = { ...enough, ENA_USERNAME: 'Webin-1', ENA_PASSWORD: 'correct horse' };
  const sandbox = { ENA_ENVIRONMENT: 'sandbox', ENA_SUBMIT_URL: 'http://127.0.0.1:1/ena/submit' };

  it.each([
    ['for test and named so', { ENA_ACCOUNT_ENVIRONMENT: 'test' }],
    ['for production and named so', { ENA_ENVIRONMENT: 'production', ENA_ACCOUNT_ENVIRONMENT: 'production' }],
    ['for the sandbox, named or not', sandbox],
    ['for the sandbox and named so', { ...sandbox, ENA_ACCOUNT_ENVIRONMENT: 'sandbox' }],
  ])('is taken %s', (_what, env) => {
    expect(problemsOf({ ...account, ...env })).toEqual([]);
  });

  it.each([
    ['without a name', {}],
    ['of production in test', { ENA_ACCOUNT_ENVIRONMENT: 'production' }],
    ['of test in production', { ENA_ENVIRONMENT: 'production', ENA_ACCOUNT_ENVIRONMENT: 'test' }],
    ['without a name in production', { ENA_ENVIRONMENT: 'production' }],
    ['of the sandbox in test', { ENA_ENVIRONMENT: 'test', ENA_ACCOUNT_ENVIRONMENT: 'sandbox' }],
    ['of production in the sandbox', { ...sandbox, ENA_ACCOUNT_ENVIRONMENT: 'production' }],
  ])('is refused %s, in every mode', (_what, env) => {
    for (const NODE_ENV of ['test', 'development']) {
      expect(problemsOf({ ...account, ...env, NODE_ENV })).toEqual([
        'ENA_ACCOUNT_ENVIRONMENT: must be the same as ENA_ENVIRONMENT, by its full name: it says which ENA the Webin account is meant for',
      ]);
    }
  });

  it('needs no name where there is none', () => {
    expect(problemsOf({ ...enough, ENA_ENVIRONMENT: 'production' })).toEqual([]);
  });

  it('is not taken to services in the clear, to internal ones or over FTP without TLS', () => {
    const names = (env: Record<string, string>) => problemsOf(env).map((line) => line.split(':')[0]);
    for (const name of ['ENA_SUBMIT_URL', 'ENA_LOGIN_URL', 'ENA_TOKEN_URL', 'ENA_REPORT_URL']) {
      expect(names({ ...production, [name]: 'http://ena.example/x' })).toEqual([name]);
      expect(names({ ...enough, [name]: 'https://wwwdev.ebi.ac.uk/ena/dev' })).toEqual([name]);
    }
    expect(names({ ...enough, ENA_UPLOAD_URL: 'ftp://webin2.ebi.ac.uk' })).toEqual(['ENA_UPLOAD_URL']);
    expect(loadConfig({ ...enough, ENA_UPLOAD_URL: 'ftps://127.0.0.1:2121' }).ENA_UPLOAD_URL).toBe(
      'ftps://127.0.0.1:2121',
    );
  });
});
