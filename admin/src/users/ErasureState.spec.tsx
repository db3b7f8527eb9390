import { createMongoAbility } from '@casl/ability';
import { AbilityProvider } from '@casl/react';
import type { ErasureView } from '@contract/audit/erasure/erasure.contract.ts';
import type { UserView } from '@contract/users/user.contract.ts';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { I18nContext } from 'react-admin';
import { renderToStaticMarkup } from 'react-dom/server';
import { MemoryRouter } from 'react-router-dom';
import { expect, it } from 'vitest';
import { i18nProvider } from '../providers/i18nProvider.ts';
import { ErasureState } from './ErasureState.tsx';
import { UserContext } from './useUser.ts';

const person = {
  id: '019a0000-0000-7000-8000-00000000000a',
  erasedAt: '2026-11-22T00:00:00.000Z',
} as UserView;
const hold = { id: '019a0000-0000-7000-8000-00000000000b', kind: 'period' as const };
const since = '2026-11-20T08:09:10.000Z';

const seen = (given: Partial<ErasureView>) => {
  const queries = new QueryClient();
  const erasure: ErasureView = {
    id: '019a0000-0000-7000-8000-00000000000c',
    personId: person.id,
    state: 'requested',
    requestedBy: 'x',
    requestedAt: '2026-11-22T00:00:00.000Z',
    events: 0,
    doneAt: null,
    holds: [],
    openTransaction: null,
    mentions: null,
    ...given,
  };
  queries.setQueryData(['users', 'erasure', person.id], erasure);
  return renderToStaticMarkup(
    <I18nContext value={i18nProvider}>
      <AbilityProvider value={createMongoAbility([{ action: 'read', subject: 'Erasure' }])}>
        <QueryClientProvider client={queries}>
          <MemoryRouter>
            <UserContext value={person}>
              <ErasureState />
            </UserContext>
          </MemoryRouter>
        </QueryClientProvider>
      </AbilityProvider>
    </I18nContext>,
  );
};

it('says that it waits for a transaction and since when that is open, and of no hold', () => {
  const markup = seen({ openTransaction: { since } });
  expect(markup).toContain('Waits');
  expect(markup).toContain('No legal hold keeps the rest: it waits for a transaction');
  expect(markup).toContain('Transaction open since');
  expect(markup).toContain(`dateTime="${since}"`);
  expect(markup).not.toContain('/log-retention');
});

it('says so too where the database does not tell since when', () => {
  const markup = seen({ openTransaction: { since: null } });
  expect(markup).toContain('another database role');
  expect(markup).toContain('Transaction open since');
});

it.each([
  ['goes on', {}, 'go within minutes'],
  ['is held', { holds: [hold] }, '1 legal hold keeps values'],
  ['is done', { state: 'done', doneAt: since }, 'Done'],
] as const)('says nothing of a transaction where it %s', (_, given, words) => {
  const markup = seen({ ...given, holds: [...('holds' in given ? given.holds : [])] });
  expect(markup).toContain(words);
  expect(markup).not.toMatch(/transaction/i);
});
