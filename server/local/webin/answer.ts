import type { ServerResponse } from 'node:http';

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
}

export function jsonAnswer(status: number, value: unknown): Answer {
  return { status, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(value) };
}

/** The shape in which ENA's services (Spring) say that something went wrong with the request itself. */
export function errorAnswer(status: number, message: string, path: string): Answer {
  return jsonAnswer(status, { timestamp: new Date().toISOString(), status, error: message, path });
}

export const HTML_PAGE: Answer = {
  status: 200,
  headers: { 'Content-Type': 'text/html' },
  body: '<!DOCTYPE html>\n<html><head><title>EMBL-EBI</title></head><body><h1>Service temporarily unavailable<br></h1></body></html>\n',
};

export function write(response: ServerResponse, { status, headers, body }: Answer): void {
  response.writeHead(status, headers);
  response.end(body);
}
