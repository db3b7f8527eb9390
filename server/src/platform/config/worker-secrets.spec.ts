import { expect, it } from 'vitest';
import { withholdFromApi } from './worker-secrets.ts';

it('takes what signs heads and seals from the API, in either form, and says what was there', () => {
  const kept = { AUDIT_EXPORT_KEY: 'e', DATABASE_URL: 'u', AUDIT_PREVIOUS_EXPORT_KEY: 'p' };
  const env = {
    ...kept,
    AUDIT_SIGNING_KEY: 'k',
    AUDIT_PREVIOUS_SIGNING_KEY_FILE: '/run/secrets/k',
    DATABASE_SEALER_URL: 's',
  };
  expect(withholdFromApi(env)).toEqual([
    'DATABASE_SEALER_URL',
    'AUDIT_SIGNING_KEY',
    'AUDIT_PREVIOUS_SIGNING_KEY_FILE',
  ]);
  expect(env).toEqual(kept);
  expect(withholdFromApi(env)).toEqual([]);
});

it('says nothing of what is unset', () => {
  expect(withholdFromApi({ AUDIT_SIGNING_KEY: 'None', DATABASE_SEALER_URL: '' })).toEqual([]);
});
