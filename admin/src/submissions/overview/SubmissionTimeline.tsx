import { UnreadableStep } from '../../audit/event/UnreadableStep.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import type { Sense } from '../../components/meaning.ts';
import { RowsSkeleton } from '../../components/Skeletons.tsx';
import { Timeline, type TimelineStep } from '../../components/Timeline.tsx';
import { useText, type Text, type TextKey } from '../../i18n/useText.ts';
import type { TimelineView } from '../../providers/commands.ts';
import { useTimeline } from '../useSubmission.ts';

type Entry = TimelineView['items'][number];

const senses: Record<string, Sense> = {
  'submission.submit': 'waiting',
  'submission.claim': 'ours',
  'submission.request_changes': 'theirs',
  'submission.revise': 'theirs',
  'submission.approve': 'good',
  'submission.register_at_ena': 'good',
  'submission.reject': 'bad',
  'submission.withdraw': 'gone',
};

const phrases: Record<string, TextKey> = {
  'submission.create': 'submission.timeline.create',
  'submission.update': 'submission.timeline.update',
  'submission.upload_sheet': 'submission.timeline.upload_sheet',
  'submission.submit': 'submission.timeline.submit',
  'submission.claim': 'submission.timeline.claim',
  'submission.request_changes': 'submission.timeline.request_changes',
  'submission.approve': 'submission.timeline.approve',
  'submission.reject': 'submission.timeline.reject',
  'submission.withdraw': 'submission.timeline.withdraw',
  'submission.revise': 'submission.timeline.revise',
  'submission.recheck': 'submission.timeline.recheck',
  'submission.register_at_ena': 'submission.timeline.register_at_ena',
  'submission.follow_at_ena': 'submission.timeline.follow_at_ena',
  'submission.expire_at_ena': 'submission.timeline.expire_at_ena',
  'record.update': 'submission.timeline.record',
};

const first = (value: unknown): string | number =>
  typeof value === 'number' || typeof value === 'string' ? value : '';

/** What an entry says; an action this catalogue has no words for is shown by its name in the log. */
const phraseOf = ({ action, summary }: Entry, text: Text): string => {
  const key = phrases[action];
  if (key === undefined) return action;
  // Who may not read the records is not told which one it was.
  if (action === 'record.update' && summary['target'] === '') return text('submission.timeline.some_record');
  if (action === 'submission.recheck' && summary['because'] === 'files')
    return text('submission.timeline.recheck_files');
  const count =
    [summary['rows'], summary['minted'], summary['records']].find((value) => typeof value === 'number') ?? 0;
  const fields = Array.isArray(summary['fields'])
    ? summary['fields'].map((field) => String(field).replace(/^attribute:/, ''))
    : [];
  return text(key, {
    count: Number(count),
    name: first(summary['name']),
    target: first(summary['target']),
    fields: fields.join(', '),
    revision: first(summary['revision']),
  });
};

export const SubmissionTimeline = () => {
  const text = useText();
  const { data, error, refetch } = useTimeline();
  if (error !== null && data === undefined)
    return <ErrorState error={error} isInline onRetry={() => void refetch()} />;
  if (data === undefined) return <RowsSkeleton rows={3} />;
  const steps = data.items.map((entry): TimelineStep => ({
    id: entry.id,
    at: entry.at,
    who: entry.actor,
    what: entry.isUnreadable ? <UnreadableStep action={entry.action} /> : phraseOf(entry, text),
    reason: entry.reason,
    sense: entry.isUnreadable ? 'bad' : (senses[entry.action] ?? 'plain'),
  }));
  return <Timeline steps={steps} />;
};
