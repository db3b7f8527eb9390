import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One answer of a server that a test makes up. */
export interface MadeUpAnswer {
  status?: number;
  type?: string;
  body?: string;
}

export interface SeenRequest {
  method: string;
  /** Path and query. */
  path: string;
  authorization: string | undefined;
  body: string;
}

/** A server on a free port that answers as the test says and remembers what it was asked. */
export async function webServer(
  answer: (request: SeenRequest, seen: readonly SeenRequest[]) => MadeUpAnswer,
): Promise<{ url: string; seen: SeenRequest[]; stop(): Promise<void> }> {
  const seen: SeenRequest[] = [];
  const respond = async (request: IncomingMessage, response: ServerResponse) => {
    const { method = '', url: path = '', headers } = request;
    const one = { method, path, authorization: headers.authorization, body: await bodyOf(request) };
    seen.push(one);
    const { status = 200, type = 'application/xml', body = '' } = answer(one, seen);
    response.writeHead(status, { 'Content-Type': type }).end(body);
  };
  const server = createServer((request, response) => {
    void respond(request, response);
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  return Buffer.concat(pieces).toString('utf8');
}
