import { describe, expect, it } from 'vitest';
import type { WebinLocation } from './environments.ts';
import { WrongEndpointError, webinEndpoints } from './environments.ts';

const refused = () => webinEndpoints({ environment: 'test', submitUrl: 'https://Webin-1:geheim@x.example/' });

describe('the addresses of Webin', () => {
  it('are known for test and production', () => {
    expect(webinEndpoints({ environment: 'production' })).toEqual({
      environment: 'production',
      base: 'https://www.ebi.ac.uk/ena/submit',
      dropBox: 'https://www.ebi.ac.uk/ena/submit/drop-box/submit/',
      submit: 'https://www.ebi.ac.uk/ena/submit/webin-v2/submit',
      queue: 'https://www.ebi.ac.uk/ena/submit/webin-v2/submit/queue',
      poll: 'https://www.ebi.ac.uk/ena/submit/webin-v2/submit/poll',
      login: 'https://www.ebi.ac.uk/ena/submit/webin/auth/login',
    });
    const test = webinEndpoints({ environment: 'test' });
    expect(test.queue).toBe('https://wwwdev.ebi.ac.uk/ena/submit/webin-v2/submit/queue');
    expect(test.login).toBe('https://www.ebi.ac.uk/ena/submit/webin/auth/login');
  });

  it('can be set', () => {
    const submitUrl = 'http://127.0.0.1:9090/ena/submit/';
    const sandbox = webinEndpoints({ environment: 'sandbox', submitUrl });
    expect(sandbox.poll).toBe('http://127.0.0.1:9090/ena/submit/webin-v2/submit/poll');
    expect(sandbox.login).toBe('http://127.0.0.1:9090/ena/submit/webin/auth/login');
    const proxied = webinEndpoints({
      environment: 'production',
      submitUrl: 'https://proxy.example.org/ena/submit',
    });
    expect(proxied.dropBox).toBe('https://proxy.example.org/ena/submit/drop-box/submit/');
    expect(
      webinEndpoints({ environment: 'sandbox', submitUrl, loginUrl: 'http://127.0.0.1:1/l' }).login,
    ).toBe('http://127.0.0.1:1/l');
  });

  it.each<[string, WebinLocation, string]>([
    ['a sandbox without address', { environment: 'sandbox' }, 'ENA_SUBMIT_URL'],
    [
      "ENA's internal service",
      { environment: 'test', submitUrl: 'https://wwwdev.ebi.ac.uk/ena/dev/submit' },
      'internal development service',
    ],
    [
      'test pointed at production',
      { environment: 'test', submitUrl: 'https://www.ebi.ac.uk/ena/submit' },
      'is the production service, but ENA_ENVIRONMENT is test',
    ],
    [
      'production pointed at test',
      { environment: 'production', submitUrl: 'https://WWWDEV.ebi.ac.uk./ena/submit' },
      'is the test service',
    ],
    [
      'a sandbox pointed at ENA',
      { environment: 'sandbox', submitUrl: 'https://www.ebi.ac.uk/ena/submit' },
      'is the production service',
    ],
    [
      'passwords in the clear',
      { environment: 'test', submitUrl: 'http://proxy.example.org/ena/submit' },
      'must be https',
    ],
    ['no address', { environment: 'test', submitUrl: 'ebi' }, 'is not an http(s) URL'],
    ['another protocol', { environment: 'test', submitUrl: 'ftp://x/ena/submit' }, 'is not an http(s) URL'],
    [
      'a query',
      { environment: 'test', submitUrl: 'https://x.example/ena/submit?auth=1' },
      'no user, password, query',
    ],
  ])('are refused for %s', (_what, location, message) => {
    expect(() => webinEndpoints(location)).toThrow(WrongEndpointError);
    expect(() => webinEndpoints(location)).toThrow(message);
  });

  it('never show a password that was put into them', () => {
    expect(refused).toThrow('no user, password');
    expect(refused).not.toThrow('geheim');
  });
});
