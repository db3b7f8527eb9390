import { createMongoAbility } from '@casl/ability';
import { AbilityProvider } from '@casl/react';
import type { ProofFlaw } from '@contract/audit/proof/proof.contract.ts';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { renderToStaticMarkup } from 'react-dom/server';
import { MemoryRouter } from 'react-router-dom';
import { expect, it } from 'vitest';
import { DamagedPill } from '../verification/DamagedPill.tsx';
import { EventProof } from './EventProof.tsx';
import { UnprovenNote } from './UnprovenNote.tsx';

const id = '019a9c5e-1234-7abc-8def-0123456789ab';
const altered: ProofFlaw = {
  kind: 'event',
  id: null,
  number: 46,
  says: `${id} is not as it was sealed`,
  reason: { code: 'flaw.event_altered', params: { id } },
};
const headless: ProofFlaw = {
  kind: 'segment',
  id: null,
  number: 3,
  says: 'its head is not signed by a known key',
  reason: { code: 'flaw.head_unsigned', params: {} },
};
const last = { state: 'damaged', damage: { places: [{ ...altered, id, isThere: true }], unnamed: 0 } };

const seen = (shown: React.ReactNode, flaws: readonly ProofFlaw[], may: string[] = ['AuditVerification']) => {
  const client = new QueryClient();
  client.setQueryData(['change-log', 'proof', id], { id, body: '', personal: {}, seal: null, flaws });
  client.setQueryData(['log-verification'], { last, current: null });
  return renderToStaticMarkup(
    <AbilityProvider value={createMongoAbility(may.map((subject) => ({ action: 'read', subject })))}>
      <QueryClientProvider client={client}>
        <MemoryRouter>{shown}</MemoryRouter>
      </QueryClientProvider>
    </AbilityProvider>,
  );
};

it('is warned of before anything else, with all that does not hold; no other event is', () => {
  const markup = seen(<UnprovenNote id={id} />, [altered, headless]);
  expect(markup).toContain('role="alert"');
  expect(markup).toContain('is not as it was sealed');
  expect(markup).toContain('logVerification.place.segment: ');
  expect(markup).toContain('its head is not signed by a known key');
  expect(markup).toContain('href="/log-verification"');
  expect(seen(<UnprovenNote id={id} />, [altered], [])).not.toContain('href=');
  expect(seen(<UnprovenNote id={id} />, [])).toBe('');
});

it('is not said twice of a text that the log did not write', () => {
  const text: ProofFlaw = {
    ...altered,
    says: 'none of ours',
    reason: { code: 'flaw.event_text', params: {} },
  };
  expect(seen(<UnprovenNote id={id} isUnreadable />, [text])).toBe('');
  expect(seen(<UnprovenNote id={id} />, [text])).toContain('none of ours');
  expect(seen(<UnprovenNote id={id} isUnreadable />, [text, altered])).toContain('is not as it was sealed');
});

it('has no proof under that title', () => {
  expect(seen(<EventProof id={id} />, [altered])).toContain('finding.proof.broken');
  expect(seen(<EventProof id={id} />, [altered])).not.toContain('finding.proof.title');
  expect(seen(<EventProof id={id} />, [])).toContain('finding.proof.title');
});

it('is marked in a list where the last verification named it, for who may see that', () => {
  expect(seen(<DamagedPill id={id} />, [])).toContain('finding.proof.pill');
  expect(seen(<DamagedPill id="another" />, [])).toBe('');
  expect(seen(<DamagedPill id={id} />, [], [])).toBe('');
});
