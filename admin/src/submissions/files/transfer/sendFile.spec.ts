import type { UploadView } from '@contract/submissions/uploads/upload.contract.ts';
import { describe, expect, it } from 'vitest';
import { ApiProblem } from '../../../providers/problem.ts';
import { StoreRefusal } from '../../../providers/putBytes.ts';
import { afterRefusal, nothingYet, sendFile, type TransferServices } from './sendFile.ts';

const content = 'abcdefghij';
const file = new File([content], 'reads.bam');

/** A store that takes parts of four bytes and refuses as it is told to. */
const storeOf = (refusals: Record<string, unknown[]> = {}) => {
  const received = new Map<number, string>();
  const log: string[] = [];
  let age = 0;
  const view = (): UploadView => ({
    id: 'u1',
    submissionId: 's1',
    name: file.name,
    size: file.size,
    status: 'pending',
    hints: [],
    partSize: 4,
    parts: [4, 4, 2].map((size, index) => ({ number: index + 1, size, url: `part/${index + 1}/${age}` })),
    expiresAt: null,
  });
  const refuse = (what: string) => {
    const error = refusals[what]?.shift();
    if (error !== undefined) throw error;
  };
  const services: TransferServices = {
    begin: async () => {
      refuse('begin');
      log.push('begin');
      return view();
    },
    fresh: async () => {
      age += 1;
      log.push('fresh');
      return view();
    },
    complete: async (_id, { parts = [] }) => {
      log.push(`complete ${parts.map(({ number, etag }) => `${number}=${etag}`).join(' ')}`);
      refuse('complete');
      return { ...view(), status: 'uploaded' };
    },
    put: async (url, bytes, { onProgress }) => {
      const number = Number(url.split('/')[1]);
      log.push(url);
      onProgress(1);
      refuse(`part ${number}`);
      received.set(number, await bytes.text());
      return `e${number}`;
    },
    pause: async () => undefined,
  };
  return { services, log, whole: () => [1, 2, 3].map((number) => received.get(number)).join('') };
};

const run = async (store: ReturnType<typeof storeOf>, progress = nothingYet()) => {
  let sent = 0;
  const answer = await sendFile(file, progress, store.services, {
    onSent: (bytes) => (sent = bytes),
    signal: new AbortController().signal,
  });
  return { answer, sent };
};

describe('sending a file', () => {
  it('puts every part where it belongs and completes the upload with all of them, in order', async () => {
    const store = storeOf();
    const { answer, sent } = await run(store);
    expect(answer.status).toBe('uploaded');
    expect(store.whole()).toBe(content);
    expect(sent).toBe(file.size);
    expect(store.log.at(-1)).toBe('complete 1=e1 2=e2 3=e3');
  });

  it('sends only the part again that did not get through', async () => {
    const store = storeOf({ 'part 2': [new StoreRefusal(0), new StoreRefusal(503)] });
    expect((await run(store)).sent).toBe(file.size);
    expect(store.whole()).toBe(content);
    expect(store.log.filter((line) => line.startsWith('part/2'))).toHaveLength(3);
    expect(store.log.filter((line) => line.startsWith('part/1'))).toHaveLength(1);
  });

  it('asks for fresh addresses once they have expired', async () => {
    const store = storeOf({ 'part 3': [new StoreRefusal(403)] });
    await run(store);
    expect(store.log).toContain('fresh');
    expect(store.log).toContain('part/3/1');
    expect(store.whole()).toBe(content);
  });

  it('gives up a part that is refused again and again, and goes on from there when it is asked to', async () => {
    const store = storeOf({ 'part 2': Array.from({ length: 6 }, () => new StoreRefusal(500)) });
    const progress = nothingYet();
    await expect(run(store, progress)).rejects.toThrow('500');
    const before = store.log.length;
    await run(store, progress);
    expect(store.whole()).toBe(content);
    expect(store.log.slice(before)).not.toContain('begin');
    expect(store.log.slice(before).some((line) => line.startsWith('part/1'))).toBe(false);
  });

  it('does not try again what cannot pass by itself', async () => {
    const store = storeOf({ 'part 1': [new StoreRefusal(400)] });
    await expect(run(store)).rejects.toThrow('400');
    expect(store.log.filter((line) => line.startsWith('part/1'))).toHaveLength(1);
  });
});

describe('after a refusal', () => {
  const reached = { ...nothingYet(), etags: new Map([[1, 'e1']]) };
  const problem = (status: number, code: string) => new ApiProblem({ status, code, detail: '' });

  it('goes on from what was reached where nothing says that it is lost', () => {
    expect(afterRefusal(reached, new StoreRefusal(0))).toBe(reached);
    expect(afterRefusal(reached, problem(0, 'network.unreachable'))).toBe(reached);
  });

  it('sends the bytes again where the store has not got them', () => {
    const next = afterRefusal(reached, problem(422, 'upload.bad_parts'));
    expect(next.key).toBe(reached.key);
    expect(next.etags.size).toBe(0);
  });

  it('begins anew where the upload is over', () => {
    expect(afterRefusal(reached, problem(409, 'upload.over')).key).not.toBe(reached.key);
  });
});
