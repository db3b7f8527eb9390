import type { Filter } from '../../components/list/list.types.ts';
import { calendarDay } from '../../components/relativeTime.ts';
import type { Text } from '../../i18n/useText.ts';
import { actionFilterWords } from '../actions.ts';
import { ActorChip } from './ActorChip.tsx';
import { RecordChip } from './RecordChip.tsx';

type FilterName = 'actor' | 'action' | 'rootId' | 'targetId' | 'since' | 'until';

const dayOrMoment = (value: string, locale: string) =>
  /^\d{4}-\d{2}-\d{2}$/.test(value) ? calendarDay(value, locale) : value;

/** What narrows the log down, named as in the API, each told in words by its chip. */
export const logFilters = (text: Text, locale: string): Filter[] => {
  const filter = (name: FilterName, render: (value: string) => React.ReactNode): Filter => ({
    kind: 'given',
    name,
    label: text(`audit.filter.${name}`),
    render,
  });
  return [
    filter('actor', (value) => <ActorChip actor={value} />),
    filter('action', (value) => actionFilterWords(value, text)),
    filter('rootId', (value) => <RecordChip id={value} />),
    filter('targetId', (value) => <RecordChip id={value} />),
    filter('since', (value) => dayOrMoment(value, locale)),
    filter('until', (value) => dayOrMoment(value, locale)),
  ];
};
