import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { webinFailure } from '../../../../test/factories/webin.ts';
import { webinEndpoints } from './environments.ts';
import type { HttpWebinOptions } from './http-webin.client.ts';
import { HttpWebinClient } from './http-webin.client.ts';

function clientOf(submitUrl: string, options: HttpWebinOptions = {}): HttpWebinClient {
  const endpoints = webinEndpoints({ environment: 'sandbox', submitUrl });
  return new HttpWebinClient(endpoints, { username: 'Webin-1', password: 'x' }, options);
}

const document = new Uint8Array(10);
const against = async <T>(listener: RequestListener, work: (submitUrl: string) => Promise<T>): Promise<T> => {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  try {
    return await work(`http://127.0.0.1:${(server.address() as AddressInfo).port}/ena/submit`);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
};

const serve = (status: number, body: string) =>
  against(
    (_request, response) => void response.writeHead(status).end(body),
    (url) => clientOf(url).submit(document),
  );

describe('servers that are not Webin', () => {
  it('do not lead it elsewhere', async () => {
    let followed = false;
    const error = await against(
      (request, response) => {
        followed ||= request.url === '/stolen';
        response.writeHead(307, { Location: '/stolen' }).end();
      },
      (submitUrl) => webinFailure(clientOf(submitUrl).submit(document)),
    );
    expect([error.failure, followed]).toEqual(['unknown', false]);
  });

  it('cannot fill its memory', async () => {
    const error = await against(
      (_request, response) => {
        response.writeHead(200);
        const send = (): void =>
          void (response.writable && response.write(Buffer.alloc(100_000), () => send()));
        send();
      },
      (submitUrl) => webinFailure(clientOf(submitUrl, { maxAnswerBytes: 1_000_000 }).submit(document)),
    );
    expect(error).toMatchObject({ failure: 'unknown', answer: { httpStatus: 200 } });
    expect(error.answer?.bytes.length).toBeLessThanOrEqual(1_000_000);
  });

  it('that stop in the middle of an answer leave what had come', async () => {
    const error = await against(
      (_request, response) => {
        response.writeHead(200, { 'Content-Length': '1000', 'Content-Type': 'application/xml' });
        response.write('<RECEIPT success="true">', () => response.destroy());
      },
      (submitUrl) => webinFailure(clientOf(submitUrl).submitAndWait(document)),
    );
    expect(error.failure).toBe('unknown');
    expect(Buffer.from(error.answer?.bytes ?? []).toString()).toBe('<RECEIPT success="true">');
  });

  it('may answer a queue request with a receipt, or with neither', async () => {
    const receipt = '<RECEIPT success="false"><MESSAGES><ERROR>x</ERROR></MESSAGES></RECEIPT>';
    expect(await serve(200, receipt)).toMatchObject({ state: 'answered', httpStatus: 200 });
    expect(await serve(400, receipt)).toMatchObject({ state: 'answered', httpStatus: 400 });
    expect(await webinFailure(serve(400, 'bad'))).toMatchObject({ failure: 'refused' });
    expect(await webinFailure(serve(500, receipt))).toMatchObject({ failure: 'unknown' });
    expect(await webinFailure(serve(200, '{"submissionId":"../../x"}'))).toMatchObject({
      failure: 'unknown',
    });
    expect(await webinFailure(serve(200, '{}'))).toMatchObject({ failure: 'unknown' });
    expect(
      await serve(200, '{"submissionId":"ERA1","_links":[{"rel":"poll-xml","href":"https://x/"}]}'),
    ).toMatchObject({
      state: 'queued',
      submissionId: 'ERA1',
      pollUrl: 'https://x/',
    });
  });
});
