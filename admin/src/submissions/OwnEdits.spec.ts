import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OwnEdits } from './OwnEdits.ts';

const one = '0193a5c0-0000-7000-8000-000000000001';
const other = '0193a5c0-0000-7000-8000-000000000002';

/** An edit whose answer comes when it is told to. */
const held = (edits: OwnEdits) => {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  edits.begun(one, promise);
  return {
    saved: (version: number | null) => {
      edits.saved(one, version);
      resolve();
    },
    refused: (error: Error) => reject(error),
  };
};

/** Whether a promise has been answered once everything that can happen has. */
const isAnswered = async (promise: Promise<unknown>) => {
  const unanswered = Symbol('unanswered');
  const later = new Promise((resolve) => setImmediate(resolve, unanswered));
  return (await Promise.race([promise, later])) !== unanswered;
};

describe('a command after edits of one’s own', () => {
  it('waits for those on their way, also for one begun meanwhile, and takes the version they made', async () => {
    const edits = new OwnEdits();
    const first = held(edits);
    const version = edits.versionAfter(one, 4);
    const second = held(edits);
    first.saved(5);
    expect(await isAnswered(version)).toBe(false);
    second.saved(6);
    expect(await version).toBe(6);
  });

  it('does not wait for those of another submission, nor takes their versions', async () => {
    const edits = new OwnEdits();
    held(edits);
    edits.saved(one, 5);
    expect(await edits.versionAfter(other, 4)).toBe(4);
  });

  it('is not given when what it was meant for could not be saved, and can be given later', async () => {
    const edits = new OwnEdits();
    const first = held(edits);
    const version = edits.versionAfter(one, 4);
    first.refused(new Error('too long'));
    await expect(version).rejects.toThrow('too long');
    expect(await edits.versionAfter(one, 4)).toBe(4);
  });

  it('keeps its version where an edit changed nothing', async () => {
    const edits = new OwnEdits();
    held(edits).saved(null);
    expect(await edits.versionAfter(one, 4)).toBe(4);
  });

  it('never passes over a change of somebody else', async () => {
    const history = fc.array(fc.constantFrom('own', 'theirs'), { maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(history, fc.nat(20), async (makers, seen) => {
        const edits = new OwnEdits();
        for (const [at, maker] of makers.entries()) if (maker === 'own') edits.saved(one, at + 1);
        const shown = Math.min(seen, makers.length);
        const unseen = makers.slice(shown);
        const version = await edits.versionAfter(one, shown);
        // The server takes it exactly when nobody else came in between.
        expect(version === makers.length).toBe(!unseen.includes('theirs'));
        expect(makers.slice(shown, version)).not.toContain('theirs');
      }),
    );
  });
});
