import { describe, expect, it } from 'vitest';
import type { Config } from '../platform/config/config.ts';
import { Webin, webinProvider } from './webin.provider.ts';

const account = { ENA_USERNAME: 'Webin-1', ENA_PASSWORD: 'secret', ENA_AUTH: 'basic' };
const webin = async (given: Partial<Config>): Promise<Webin> =>
  (await webinProvider.useFactory({ ...account, ...given } as Config)) as Webin;

describe('where a document is tried before it is sent', () => {
  it("is ENA's test service for production", async () => {
    const { client, rehearsal } = await webin({ ENA_ENVIRONMENT: 'production' });
    expect([client().environment, rehearsal().environment]).toEqual(['production', 'test']);
  });

  it.each([
    { ENA_ENVIRONMENT: 'test' as const },
    { ENA_ENVIRONMENT: 'sandbox' as const, ENA_SUBMIT_URL: 'http://127.0.0.1:1/ena/submit' },
  ])('is the service itself in $ENA_ENVIRONMENT', async (given) => {
    const { client, rehearsal } = await webin(given);
    expect(rehearsal()).toBe(client());
  });

  it('cannot be production', async () => {
    const production = 'https://www.ebi.ac.uk/ena/submit';
    await expect(webin({ ENA_ENVIRONMENT: 'production', ENA_TEST_SUBMIT_URL: production })).rejects.toThrow(
      'is the production service',
    );
  });

  it('is nowhere without an account', async () => {
    const { client, rehearsal } = (await webinProvider.useFactory({
      ENA_ENVIRONMENT: 'production',
    } as Config)) as Webin;
    expect(client).toThrow('Webin account');
    expect(rehearsal).toThrow('Webin account');
  });
});
