import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type MailService, startMail } from '../mail.ts';
import type { Message, Summary } from './inbox.ts';

const dir = mkdtempSync(join(tmpdir(), 'mail-'));
const start = () => startMail({ dir, log: () => undefined });
let service: MailService;

async function send(mail: Record<string, unknown>): Promise<void> {
  const transport = createTransport(service.env.SMTP_URL);
  await transport.sendMail({ from: 'SeqDB <noreply@example.org>', to: 'a@example.org', ...mail });
  transport.close();
}
const read = async <T>(path: string): Promise<T> =>
  (await (await fetch(`${service.url}${path}`)).json()) as T;

function statusWithHost(host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const asked = request(service.url, { headers: { host } }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    });
    asked.on('error', reject).end();
  });
}

beforeAll(async () => {
  service = await start();
});
afterAll(async () => {
  await service.stop();
  rmSync(dir, { recursive: true });
});

it('keeps a message with its text, its HTML and everyone it went to', async () => {
  const subject = 'Größe – 2 samples lack a collection date';
  await send({ subject, text: 'Zeile 1\n.\nZeile ä', html: '<p>ä</p>', bcc: 'Secret@example.org' });
  const [summary] = await read<Summary[]>('/messages?to=secret@example.org');
  expect(summary).toMatchObject({
    subject,
    from: 'noreply@example.org',
    to: ['a@example.org', 'Secret@example.org'],
  });
  const message = await read<Message>(`/messages/${summary?.id}`);
  expect(message.text.trim()).toBe('Zeile 1\n.\nZeile ä');
  expect(message.html).toContain('<p>ä</p>');
  expect(await read<Summary[]>('/messages?to=nobody@example.org')).toEqual([]);
  const source = await (await fetch(`${service.url}/messages/${summary?.id}/source`)).text();
  expect(source).toMatch(/^Return-Path: <noreply@example.org>\r\n/);
});

it('shows what a message says without letting it do anything', async () => {
  const script = '<script>alert("1")</script>';
  await send({ subject: script, text: script, html: `<img src=x onerror=alert(1)>${script}` });
  const [summary] = await read<Summary[]>('/messages');
  for (const path of ['/', `/mail/${summary?.id}`]) {
    const answer = await fetch(`${service.url}${path}`);
    const body = await answer.text();
    expect(body).not.toContain('<script');
    expect(body).not.toContain('<img');
    expect(body).toContain('&lt;script&gt;');
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
  }
});

it('counts attachments by their bytes', async () => {
  await send({ subject: 'file', text: 'x', attachments: [{ filename: 'a.csv', content: 'a,b\n1,2\n' }] });
  const [summary] = await read<Summary[]>('/messages');
  const { attachments } = await read<Message>(`/messages/${summary?.id}`);
  expect(attachments).toEqual([{ filename: 'a.csv', mimeType: 'text/csv', size: 8 }]);
});

it('knows no other message, no other path and no other host', async () => {
  for (const path of ['/messages/none', '/messages/..%2F..%2Fport', '/mail/none', '/else/none']) {
    expect((await fetch(`${service.url}${path}`)).status).toBe(404);
  }
  expect((await fetch(service.url, { method: 'POST' })).status).toBe(405);
  expect(await statusWithHost('rebound.example.org')).toBe(421);
  expect(await statusWithHost(new URL(service.url).host)).toBe(200);
});

it('refuses a message that is too large', async () => {
  await expect(send({ subject: 'large', text: 'x'.repeat(26 << 20) })).rejects.toMatchObject({
    responseCode: 552,
  });
  expect((await read<Summary[]>('/messages')).map((each) => each.subject)).not.toContain('large');
});

it('keeps mail and address over a restart, until it is cleared', async () => {
  const before = { ...service.env, url: service.url, list: await read<Summary[]>('/messages') };
  await service.stop();
  service = await start();
  expect({ ...service.env, url: service.url, list: await read<Summary[]>('/messages') }).toEqual(before);
  await fetch(`${service.url}/messages`, { method: 'DELETE' });
  expect(await read<Summary[]>('/messages')).toEqual([]);
});
