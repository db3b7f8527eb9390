import { createMongoAbility } from '@casl/ability';
import { AbilityProvider } from '@casl/react';
import type { AuditEventView } from '@contract/audit/audit.contract.ts';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { renderToStaticMarkup } from 'react-dom/server';
import { MemoryRouter } from 'react-router-dom';
import { expect, it } from 'vitest';
import { ListTable } from '../../components/list/ListTable.tsx';
import { auditColumns } from '../auditColumns.tsx';
import { EventDetail } from './EventDetail.tsx';
import { LyingText } from './LyingText.tsx';
import { beginningOf } from './lyingText.ts';
import { UnreadableStep } from './UnreadableStep.tsx';

const event: AuditEventView = {
  id: '019a9c5e-1234-7abc-8def-0123456789ab',
  occurredAt: '2026-11-22T00:00:00.000Z',
  action: 'test.damage',
  actor: { type: 'system', id: 'x', name: 'x', roles: [] },
  onBehalfOf: null,
  target: { type: 'Test', id: 'rec-1', label: 'rec-1' },
  root: { type: 'Test', id: 'rec-1' },
  changes: [],
  facts: {},
  reason: null,
  requestId: null,
  address: null,
  client: null,
};
const unreadable: AuditEventView = { ...event, isUnreadable: true };

/** @param body what lies where its text should be */
const seen = (shown: React.ReactNode, body = '') => {
  const client = new QueryClient();
  client.setQueryData(['change-log', 'proof', event.id], {
    id: event.id,
    body,
    personal: {},
    seal: null,
    flaws: [],
  });
  return renderToStaticMarkup(
    <AbilityProvider value={createMongoAbility()}>
      <QueryClientProvider client={client}>
        <MemoryRouter>{shown}</MemoryRouter>
      </QueryClientProvider>
    </AbilityProvider>,
  );
};
const row = (of: AuditEventView) =>
  seen(
    <ListTable rows={[of]} columns={auditColumns((key) => key)} nameOf={({ action }) => action} label="x" />,
  );

it('is marked in its row and on its page, with the way to the verification; no other is', () => {
  expect(row(unreadable)).toContain('audit.unreadable.pill');
  expect(row(event)).not.toContain('audit.unreadable');
  const page = seen(<EventDetail event={unreadable} />);
  expect(page).toContain('role="note"');
  expect(page).toContain('href="/log-verification"');
  expect(page).not.toContain('audit.noRequest');
  expect(seen(<EventDetail event={event} />)).not.toContain('log-verification');
});

it('is told as a step by its code and not by a sentence', () => {
  const markup = seen(<UnreadableStep action="submission.approve" />);
  expect(markup).toContain('submission.approve');
  expect(markup).toContain('audit.unreadable.pill');
});

it('has its text shown as it lies, and nothing in it obeyed', () => {
  const markup = seen(<LyingText id={event.id} />, '<b>no JSON</b>\n\u202eturned');
  expect(markup).toContain('&lt;b&gt;no JSON&lt;/b&gt;\n');
  expect(markup).toContain('U+202E');
  expect(markup).not.toContain('\u202e');
  expect(seen(<LyingText id={event.id} />)).toContain('audit.unreadable.empty');
});

it('has no more shown than a browser bears, and no half of a character', () => {
  const long = `${'x'.repeat(9_999)}\u{1f954}${'y'.repeat(1_000_000)}`;
  expect(beginningOf(long)).toEqual({ start: 'x'.repeat(9_999), length: long.length, isCut: true });
  expect(beginningOf('\u{1f954}')).toEqual({ start: '\u{1f954}', length: 2, isCut: false });
  expect(seen(<LyingText id={event.id} />, long)).toContain('audit.unreadable.cut');
});
