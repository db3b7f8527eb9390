import { describe, expect, it } from 'vitest';
import { WrongEndpointError } from './endpoint-address.ts';
import type { WebinLocation } from './environments.ts';
import { webinEndpoints } from './environments.ts';

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
      objects: 'https://www.ebi.ac.uk/ena/submit/drop-box',
      login: 'https://www.ebi.ac.uk/ena/submit/webin/auth/login',
      token: 'https://www.ebi.ac.uk/ena/submit/webin/auth/token',
      report: 'https://www.ebi.ac.uk/ena/submit/report',
      upload: { host: 'webin2.ebi.ac.uk', port: 21, isImplicitTls: false },
    });
    const test = webinEndpoints({ environment: 'test' });
    expect(test.queue).toBe('https://wwwdev.ebi.ac.uk/ena/submit/webin-v2/submit/queue');
    expect(test.login).toBe('https://www.ebi.ac.uk/ena/submit/webin/auth/login');
    expect(test.token).toBe('https://wwwdev.ebi.ac.uk/ena/submit/webin/auth/token');
    expect(test.report).toBe('https://wwwdev.ebi.ac.uk/ena/submit/report');
    expect(test.upload?.host).toBe('webin2.ebi.ac.uk');
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
    expect(sandbox).toMatchObject({ report: 'http://127.0.0.1:9090/ena/submit/report', upload: null });
    const apart = webinEndpoints({
      environment: 'test',
      loginUrl: 'https://wwwdev.ebi.ac.uk/ena/submit/webin/auth/login',
      tokenUrl: 'https://proxy.example.org/token',
      reportUrl: 'https://proxy.example.org/report/',
      uploadUrl: 'ftps://[::1]:990',
    });
    expect(apart).toMatchObject({
      queue: 'https://wwwdev.ebi.ac.uk/ena/submit/webin-v2/submit/queue',
      token: 'https://proxy.example.org/token',
      report: 'https://proxy.example.org/report',
      upload: { host: '::1', port: 990, isImplicitTls: true },
    });
    expect(webinEndpoints({ environment: 'test', uploadUrl: 'ftps://webin.ebi.ac.uk' }).upload).toEqual({
      host: 'webin.ebi.ac.uk',
      port: 21,
      isImplicitTls: false,
    });
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
    [
      'a login at production for the sandbox',
      { environment: 'sandbox', submitUrl: 'http://127.0.0.1:1', loginUrl: 'https://www.ebi.ac.uk/x' },
      'ENA_LOGIN_URL is the production service, but ENA_ENVIRONMENT is sandbox',
    ],
    [
      'a login at test for production',
      { environment: 'production', loginUrl: 'https://wwwdev.ebi.ac.uk/x' },
      'ENA_LOGIN_URL is the test service',
    ],
    [
      'tokens of production in test',
      { environment: 'test', tokenUrl: 'https://www.ebi.ac.uk/x' },
      'ENA_TOKEN_URL is the production service',
    ],
    [
      'reports of test in production',
      { environment: 'production', reportUrl: 'https://wwwdev.ebi.ac.uk/ena/submit/report' },
      'ENA_REPORT_URL is the test service',
    ],
    [
      'reports of the internal service',
      { environment: 'test', reportUrl: 'https://wwwdev.ebi.ac.uk/ena/dev/report' },
      'ENA_REPORT_URL is ENA',
    ],
    [
      'uploads in the clear',
      { environment: 'test', uploadUrl: 'ftp://webin2.ebi.ac.uk' },
      'ftps://host:port',
    ],
    [
      "uploads of the sandbox to ENA's area",
      { environment: 'sandbox', submitUrl: 'http://127.0.0.1:1', uploadUrl: 'ftps://webin2.ebi.ac.uk' },
      'no upload area for ENA_ENVIRONMENT sandbox',
    ],
    [
      'uploads to a web server',
      { environment: 'test', uploadUrl: 'ftps://wwwdev.ebi.ac.uk' },
      'no upload area',
    ],
    ['a path of the upload area', { environment: 'test', uploadUrl: 'ftps://x.example/in' }, 'no path'],
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
