import { I18nContext } from 'react-admin';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { i18nProvider } from '../providers/i18nProvider.ts';
import { AccountEventWords } from './AccountEventWords.tsx';
import { accountEvent } from './accountEvents.ts';

const words = (facts: Record<string, unknown>) =>
  renderToStaticMarkup(
    <I18nContext value={i18nProvider}>
      <AccountEventWords event={accountEvent({ action: 'user.erase', changes: [], facts })} />
    </I18nContext>,
  );

it.each([
  [{ erasure: 'x', events: 1, values: 2 }, 'erased their values from 1 event'],
  [{ erasure: 'x', events: 1200, values: 3000 }, 'erased their values from 1,200 events'],
  [{ erasure: 'x', valuesLeft: 1 }, 'erased 1 value of theirs that an earlier release had left behind'],
  [{ erasure: 'x', valuesLeft: 3 }, 'erased 3 values of theirs that an earlier release had left behind'],
])('an erasure with %j is told as it was', (facts, told) => {
  expect(words(facts)).toBe(told);
});
