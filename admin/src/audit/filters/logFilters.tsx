import type { Filter } from '../../components/list/list.types.ts';
import { calendarDay } from '../../components/relativeTime.ts';
import type { Text } from '../../i18n/useText.ts';
import { actionFilterWords } from '../actions.ts';
import { ActorChip } from './ActorChip.tsx';
import { typeWords } from '../typeWords.ts';
import { RecordChip } from './RecordChip.tsx';
import { VisibleText } from '../../components/VisibleText.tsx';

type Render = (value: string) => React.ReactNode;

/** A day with its zone: the moments in the list stand in the reader's own. */
const dayOrMoment = (value: string, text: Text, locale: string) =>
  /^\d{4}-\d{2}-\d{2}$/.test(value)
    ? text('audit.filter.dayInUtc', { day: calendarDay(value, locale) })
    : value;

/** What narrows the log down, named as in the API, each told in words by its chip. */
export const logFilters = (text: Text, locale: string): Filter[] => {
  const filter = (name: string, label: string, render: Render): Filter => ({
    kind: 'given',
    name,
    label,
    render,
  });
  /** Together with what is left out. */
  const both = (name: string, label: string, render: Render): Filter[] => [
    filter(name, label, render),
    filter(
      `not${name[0]?.toUpperCase()}${name.slice(1)}`,
      text('finding.filter.not', { name: label }),
      render,
    ),
  ];
  const each =
    (words: (value: string) => string): Render =>
    (value) =>
      value.split(',').map(words).join(', ');
  const asIs: Render = (value) => <VisibleText value={value} />;
  const records: Render = (value) => <RecordChip id={value} />;
  return [
    ...both('actor', text('audit.filter.actor'), (value) => <ActorChip actor={value} />),
    filter('onBehalfOf', text('finding.filter.onBehalfOf'), (value) => <ActorChip actor={value} />),
    ...both('action', text('audit.filter.action'), (value) => actionFilterWords(value, text)),
    ...both('record', text('finding.filter.record'), records),
    ...both(
      'type',
      text('finding.filter.type'),
      each((value) => typeWords(value, text)),
    ),
    ...both(
      'source',
      text('finding.filter.source'),
      each((value) => text(`finding.source.${value as 'user'}`)),
    ),
    filter('rootId', text('audit.filter.rootId'), records),
    filter('targetId', text('audit.filter.targetId'), records),
    filter('since', text('audit.filter.since'), (value) => dayOrMoment(value, text, locale)),
    filter('until', text('audit.filter.until'), (value) => dayOrMoment(value, text, locale)),
    filter('reason', text('finding.filter.reason'), asIs),
    filter('requestId', text('finding.filter.requestId'), asIs),
    filter('address', text('finding.filter.address'), asIs),
  ];
};
