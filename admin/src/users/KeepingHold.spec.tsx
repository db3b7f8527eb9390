import { createMongoAbility } from '@casl/ability';
import { AbilityProvider } from '@casl/react';
import type { AuditHoldView } from '@contract/audit/retention/hold.contract.ts';
import type { UserView } from '@contract/users/user.contract.ts';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { renderToStaticMarkup } from 'react-dom/server';
import { MemoryRouter } from 'react-router-dom';
import { expect, it } from 'vitest';
import { KeepingHold } from './KeepingHold.tsx';
import { UserContext } from './useUser.ts';

const shown = { id: '019a0000-0000-7000-8000-00000000000a', name: 'Ada Lovelace' } as UserView;
const hold = (given: Partial<AuditHoldView>): AuditHoldView => ({
  id: '019a0000-0000-7000-8000-00000000000b',
  kind: 'person',
  targetId: shown.id,
  name: null,
  since: null,
  until: null,
  reason: 'a court asked',
  setBy: 'x',
  setAt: '2026-11-22T00:00:00.000Z',
  liftedBy: null,
  liftedAt: null,
  liftReason: null,
  version: 1,
  ...given,
});
/** As it stands before anybody was looked up. */
const seen = (given: Partial<AuditHoldView>) =>
  renderToStaticMarkup(
    <AbilityProvider value={createMongoAbility()}>
      <QueryClientProvider client={new QueryClient()}>
        <MemoryRouter>
          <UserContext value={shown}>
            <KeepingHold hold={hold(given)} />
          </UserContext>
        </MemoryRouter>
      </QueryClientProvider>
    </AbilityProvider>,
  );
const textOf = (markup: string) => markup.replaceAll(/<[^>]*>/g, ' ');

it.each([
  ['the person by the name on their page', {}, 'Ada Lovelace'],
  ['a submission by its reference', { kind: 'submission', targetId: 's', name: 'SUB-42' }, 'SUB-42'],
  ['a record by its accession', { kind: 'record', targetId: 'r', name: 'SQDBS000001' }, 'SQDBS000001'],
  ['somebody else as nobody by an id', { targetId: '019a0000-0000-7000-8000-00000000000c' }, ''],
] as const)('names %s, with the way to the hold', (_, given, name) => {
  const markup = seen(given);
  expect(textOf(markup)).toContain(name);
  expect(textOf(markup)).toContain('a court asked');
  expect(textOf(markup)).not.toMatch(/019a0000/);
  expect(markup).toContain('href="/log-retention?hold=019a0000-0000-7000-8000-00000000000b"');
});
