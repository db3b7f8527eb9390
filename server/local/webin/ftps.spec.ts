import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { PassThrough, Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { Worker } from 'node:worker_threads';
import { Client } from 'basic-ftp';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Trial } from './webin.trial.ts';

const trial = new Trial();
const clients: Client[] = [];
beforeAll(() => trial.start());
afterAll(() => trial.end());
afterEach(async () => {
  for (const one of clients.splice(0)) one.close();
  await trial.control('DELETE', 'faults');
});

/** Trusts the sandbox's certificate and nothing else. */
async function client(change: { password?: string; secure?: boolean } = {}): Promise<Client> {
  const { ENA_UPLOAD_URL = '', ENA_UPLOAD_CA_FILE = '', ENA_USERNAME, ENA_PASSWORD } = trial.service.env;
  const { hostname, port } = new URL(ENA_UPLOAD_URL);
  const made = new Client(10_000);
  clients.push(made);
  await made.access({
    host: hostname,
    port: Number(port),
    user: ENA_USERNAME ?? '',
    password: change.password ?? ENA_PASSWORD ?? '',
    secure: change.secure ?? true,
    secureOptions: { ca: readFileSync(ENA_UPLOAD_CA_FILE) },
  });
  return made;
}

const content = Buffer.alloc(300_000, 'ACGT');

async function stored(from: Client, name: string): Promise<Buffer> {
  const into = new PassThrough();
  const whole = buffer(into);
  await from.downloadTo(into, name);
  return whole;
}

describe('the upload area', () => {
  it('takes files over TLS, says their size, and gives them back', async () => {
    const ftp = await client();
    await ftp.ensureDir('/batch/one');
    await ftp.uploadFrom(Readable.from(content), 'reads.bam');
    expect(await ftp.size('reads.bam')).toBe(content.length);
    expect((await ftp.list('/batch/one')).map(({ name }) => name)).toEqual(['reads.bam']);
    expect(await stored(ftp, '/batch/one/reads.bam')).toEqual(content);
    expect(await trial.control('GET', 'files')).toMatchObject([
      { name: 'batch/one/reads.bam', bytes: content.length },
    ]);
    await ftp.rename('reads.bam', 'moved.bam');
    await ftp.remove('moved.bam');
    expect(await trial.control('GET', 'files')).toEqual([]);
  });

  it('goes on where a broken upload ended, by APPE and by REST', async () => {
    const ftp = await client();
    await ftp.uploadFrom(Readable.from(content.subarray(0, 1000)), '/a.bam');
    await ftp.appendFrom(Readable.from(content.subarray(1000)), '/a.bam');
    expect(await stored(ftp, '/a.bam')).toEqual(content);
    await ftp.uploadFrom(Readable.from(Buffer.alloc(5000, 'x')), '/b.bam');
    await ftp.send('REST 1000');
    await ftp.uploadFrom(Readable.from(content.subarray(1000)), '/b.bam');
    expect(await ftp.size('/b.bam')).toBe(content.length);
    expect((await stored(ftp, '/b.bam')).subarray(1000)).toEqual(content.subarray(1000));
  });

  it('breaks off when it is told to, and keeps what has come', async () => {
    await trial.control('POST', 'faults', { kind: 'disconnect_after', on: 'upload' });
    const ftp = await client();
    await expect(ftp.uploadFrom(Readable.from(pieces()), '/c.bam')).rejects.toThrow();
    const again = await client();
    const size = await again.size('/c.bam');
    expect(size).toBeLessThanOrEqual(content.length);
    await again.appendFrom(Readable.from(content.subarray(size)), '/c.bam');
    expect(await stored(again, '/c.bam')).toEqual(content);
    await trial.control('POST', 'faults', { kind: 'error_before', on: 'upload' });
    await expect(again.uploadFrom(Readable.from(content), '/d.bam')).rejects.toThrow('550');
    await again.uploadFrom(Readable.from(content), '/d.bam');
  });

  it('lets nobody in without the password or without TLS, and nobody out of the folder', async () => {
    await expect(client({ password: 'wrong' })).rejects.toThrow('530');
    await expect(client({ secure: false })).rejects.toThrow('530');
    const ftp = await client();
    await ftp.uploadFrom(Readable.from(Buffer.from('x')), '/../../../webin.txt');
    expect(await trial.control('GET', 'files')).toContainEqual(
      expect.objectContaining({ name: 'webin.txt' }),
    );
    await trial.control('POST', 'faults', { kind: 'unauthorized', on: 'upload' });
    await expect(client()).rejects.toThrow('530');
  });

  it('takes a handshake for one, however soon it comes after the answer to AUTH TLS', async () => {
    const { hostname: host, port } = new URL(trial.service.env['ENA_UPLOAD_URL'] ?? '');
    // From another thread, which need not wait until the server's has ended its turn.
    const worker = new Worker(quickClient, { eval: true, workerData: { host, port: Number(port) } });
    const first = await new Promise<number[]>((resolve, reject) => {
      worker.once('message', resolve).once('error', reject);
    });
    expect(first).toEqual(first.map(() => 0x16)); // a handshake record, and nothing in the clear
    expect(first).toHaveLength(60);
  });

  it('shows a certificate of its own, the same after a restart', async () => {
    const file = trial.service.env['ENA_UPLOAD_CA_FILE'] ?? '';
    const certificate = new X509Certificate(readFileSync(file));
    expect(certificate.verify(certificate.publicKey)).toBe(true);
    expect(certificate.checkIP('127.0.0.1')).toBe('127.0.0.1');
    expect(certificate.checkHost('localhost')).toBe('localhost');
    expect(certificate.ca).toBe(true);
    expect(Date.parse(certificate.validTo)).toBeGreaterThan(Date.now() + 15 * 365 * 86_400_000);
    await trial.stop();
    await trial.start();
    expect(new X509Certificate(readFileSync(file)).fingerprint).toBe(certificate.fingerprint);
    expect(process.listeners('SIGTERM').map(String).join()).not.toContain('debounced');
  });
});

function* pieces(): Generator<Buffer> {
  for (let at = 0; at < content.length; at += 10_000) yield content.subarray(at, at + 10_000);
}

/** Begins TLS sixty times; answers the first byte that comes back of each. */
const quickClient = `
  const { parentPort, workerData } = require('node:worker_threads');
  const { Duplex } = require('node:stream');
  const hello = new Promise((resolve) => {
    const wire = new Duplex({ read() {}, write: (bytes) => resolve(bytes) });
    require('node:tls').connect({ socket: wire }).on('error', () => undefined);
  });
  const first = (hello) => new Promise((resolve, reject) => {
    let said = '';
    const socket = require('node:net').connect(workerData).setNoDelay();
    socket.on('error', reject).on('data', (bytes) => {
      if (said.includes('234 ')) { resolve(bytes[0]); socket.destroy(); return; }
      said += bytes;
      if (said.endsWith('220 Ready\\r\\n')) socket.write('AUTH TLS\\r\\n');
      else if (/234 .*\\r\\n$/.test(said)) socket.write(hello);
    });
  });
  hello.then(async (bytes) => {
    const all = [];
    for (let round = 0; round < 60; round++) all.push(await first(bytes));
    parentPort.postMessage(all);
  }).catch((error) => { throw error; });
`;
