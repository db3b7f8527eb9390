import type { SubmissionView } from '@contract/submissions/submission.contract.ts';
import { expect, it } from 'vitest';
import type { ConsoleDataProvider } from '../providers/dataProvider.ts';
import { changeStudy } from './changeStudy.ts';
import { ownEdits } from './OwnEdits.ts';
import { sendSheet } from './sheets/sendSheet.ts';
import type { Study } from './study.ts';

const study: Study = { title: 'Root microbiome', description: '', checklist: 'ERC000011', holdDate: '' };
const watch = { signal: new AbortController().signal, onProgress: () => undefined };

/** A server that takes a change of the version it holds, of no other. */
const serverAt = (version: number) => {
  const take = (given: number | undefined) => {
    if (given !== version) throw new Error(`412: ${given} is not ${version}`);
  };
  return {
    update: (async (_resource, { previousData }) => {
      take((previousData as { version: number }).version);
      return { data: previousData };
    }) as ConsoleDataProvider['update'],
    uploadSheet: (async ({ version: given, id }) => {
      take(given);
      return { id } as SubmissionView;
    }) as ConsoleDataProvider['uploadSheet'],
  };
};

const commands = {
  'a change of the study': (server: ReturnType<typeof serverAt>, shown: SubmissionView) =>
    changeStudy(server, shown, study),
  'a sheet': (server: ReturnType<typeof serverAt>, shown: SubmissionView) =>
    sendSheet(server, shown, new File(['sample_alias'], 'samples.tsv'), watch),
};

/** A submission of its own for each test: the edits of a tab are kept as long as the tab. */
const shownAt = (version: number) => ({ id: crypto.randomUUID(), version }) as SubmissionView;

it.each(Object.entries(commands))('%s follows an edit of one’s own that is on its way', async (_, give) => {
  const shown = shownAt(4);
  const { promise, resolve } = Promise.withResolvers<void>();
  ownEdits.begun(shown.id, promise);
  const given = give(serverAt(5), shown);
  ownEdits.saved(shown.id, 5);
  resolve();
  expect((await given).id).toBe(shown.id);
});

it.each(Object.entries(commands))('%s never passes over somebody else’s change', async (_, give) => {
  const shown = shownAt(4);
  ownEdits.saved(shown.id, 6); // theirs is 5
  await expect(give(serverAt(6), shown)).rejects.toThrow('412: 4 is not 6');
});

it.each(Object.entries(commands))('%s is not sent when the edit before it was refused', async (_, give) => {
  const shown = shownAt(4);
  ownEdits.begun(shown.id, Promise.reject(new Error('too long')));
  await expect(give(serverAt(4), shown)).rejects.toThrow('too long');
});
