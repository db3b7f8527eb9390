// A mail is a row of the change it tells of; it is sent once, tried again while that may help, and never lost silently.
import { createServer, type Server, type Socket } from 'node:net';
import { DataSource } from 'typeorm';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import type { Message, Summary } from '../../server/local/mail/inbox.ts';
import { UnitOfWork } from '../../server/src/platform/database/unit-of-work.ts';
import { MailTransport, MailRefused } from '../../server/src/platform/mail/mail.transport.ts';
import { Mailer } from '../../server/src/platform/mail/mailer.ts';
import { UnsafeMail } from '../../server/src/platform/mail/mail.ts';
import { eventually } from '../factories/eventually.ts';
import { useApp } from '../setup/app.ts';

const app = useApp({ worker: true });
const mute = useApp({ worker: true, env: (env) => ({ ...env, SMTP_URL: 'None' }) });

let count = 0;
const someMail = () => ({
  to: `someone.${Date.now()}.${count++}@example.org`,
  subject: 'Größe – 2 samples lack a collection date',
  text: 'Zeile 1\n.\nZeile ä\n',
  html: '<p>ä</p>',
});
const about = () => ({ type: 'Test', id: String(count++) });

async function stateOf(of: typeof app, id: string): Promise<{ state: string; error: string | null }> {
  const [row] = await of.get(DataSource).query(`SELECT state, error FROM mails WHERE id = $1`, [id]);
  return row;
}
const enqueue = (of: typeof app, mail: ReturnType<typeof someMail>) =>
  of.get(UnitOfWork).run((tx) => of.get(Mailer).enqueue(tx, mail, about()));

async function received(to: string): Promise<Message[]> {
  const url = `${inject('mailUrl')}/messages`;
  const found = (await (await fetch(`${url}?to=${to}`)).json()) as Summary[];
  return Promise.all(found.map(async ({ id }) => (await (await fetch(`${url}/${id}`)).json()) as Message));
}

describe('a mail', () => {
  it('arrives as it was written, under an id that is known before', async () => {
    const mail = someMail();
    const id = await enqueue(app, mail);
    await eventually(async () => (await stateOf(app, id)).state === 'sent');
    const [message, ...more] = await received(mail.to);
    expect(more).toEqual([]);
    expect(message).toMatchObject({ subject: mail.subject, to: [mail.to], from: 'no-reply@example.org' });
    expect(message?.text.trim()).toBe(mail.text.trim());
    expect(message?.html).toContain(mail.html);
    expect(message?.headers['message-id']).toBe(`<${id}@localhost>`);
  });

  it('of a change that is rolled back is none', async () => {
    const mail = someMail();
    const change = app.get(UnitOfWork).run(async (tx) => {
      await app.get(Mailer).enqueue(tx, mail, about());
      throw new Error('no');
    });
    await expect(change).rejects.toThrow('no');
    const rows = await app.get(DataSource).query(`SELECT 1 FROM mails WHERE recipient = $1`, [mail.to]);
    expect(rows).toEqual([]);
  });

  it('with a header in its subject or two recipients is refused with its change', async () => {
    for (const wrong of [{ subject: 'x\r\nBcc: b@example.org' }, { to: 'a@example.org, b@example.org' }])
      await expect(enqueue(app, { ...someMail(), ...wrong })).rejects.toBeInstanceOf(UnsafeMail);
  });

  it('is kept and marked where there is no mail server', async () => {
    const id = await enqueue(mute, someMail());
    await eventually(async () => (await stateOf(mute, id)).state === 'skipped');
    expect((await stateOf(mute, id)).error).toContain('SMTP_URL');
  });
});

describe('a mail server', () => {
  let server: Server;
  let replyToRecipient = '250 OK';
  const sockets = new Set<Socket>();
  beforeAll(async () => {
    server = createServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.write('220 test\r\n');
      socket.on('data', (data) => {
        const line = String(data).toUpperCase();
        if (line.startsWith('RCPT')) socket.write(`${replyToRecipient}\r\n`);
        else if (line.startsWith('DATA')) socket.write('354 go on\r\n');
        else if (line.startsWith('QUIT')) socket.end('221 bye\r\n');
        else socket.write('250 OK\r\n');
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  afterEach(() => {
    replyToRecipient = '250 OK';
  });

  const transport = (url?: string) => {
    const { port } = server.address() as { port: number };
    return new MailTransport({ ...app.config, SMTP_URL: url ?? `smtp://127.0.0.1:${port}` });
  };
  const id = '0191d2a0-0000-7000-8000-000000000001';

  it('that refuses the recipient for good is believed', async () => {
    replyToRecipient = '550 no such user';
    await expect(transport().send(id, someMail())).rejects.toBeInstanceOf(MailRefused);
  });

  it('that repeats the recipient is quoted without them, whatever it refuses with', async () => {
    for (const code of [550, 451]) {
      const mail = someMail();
      replyToRecipient = `${code} 5.1.1 <${mail.to.toUpperCase()}>: Recipient address rejected: ${mail.to.split('@')[0]}`;
      const error = await transport()
        .send(id, mail)
        .catch((caught: unknown) => caught);
      const { message, stack, cause } = error as Error;
      expect(message).toContain('Recipient address rejected');
      const all = `${message} ${stack} ${String(cause)}`.toLowerCase();
      expect(all).not.toContain(mail.to);
      expect(all).not.toContain(mail.to.split('@')[0]);
    }
  });

  it.each(['451 try again later', '452 mailbox full'])('that says %s is asked again', async (reply) => {
    replyToRecipient = reply;
    const error = await transport()
      .send(id, someMail())
      .catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(Error);
    expect(error).not.toBeInstanceOf(MailRefused);
  });

  it('that is away is asked again', async () => {
    const error = await transport('smtp://127.0.0.1:1')
      .send(id, someMail())
      .catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(Error);
    expect(error).not.toBeInstanceOf(MailRefused);
  });
});
