import { useAbility } from '@casl/react';
import type { SubmissionView } from '@contract/submissions/submission.contract.ts';
import { useLocale } from 'react-admin';
import { NavLink } from 'react-router-dom';
import { classes } from '../components/classes.ts';
import { SenseMark } from '../components/SenseMark.tsx';
import { useText, type Text } from '../i18n/useText.ts';
import type { ConsoleAbility } from '../providers/ability.ts';
import list from '../components/list/list.module.css';
import { TabRow } from '../components/list/TabRow.tsx';
import { useSubmission } from './useSubmission.ts';

type Tab = {
  part: 'overview' | 'records' | 'files' | 'findings' | 'revisions' | 'history';
  path: string;
  count: number | null;
  /** What is counted, where the tab's name does not say it. */
  counted?: string | undefined;
};

/** All records together; which of them, to whoever asks. */
const countOfRecords = (
  counts: SubmissionView['recordCounts'],
  text: Text,
): Pick<Tab, 'count' | 'counted'> => {
  const { sample, experiment, run, analysis } = counts;
  const count = sample + experiment + run + analysis;
  if (count === sample) return { count };
  const kinds = (['sample', 'experiment', 'run', 'analysis'] as const).filter((kind) => counts[kind] > 0);
  return {
    count,
    counted: kinds.map((kind) => text(`submission.records.of.${kind}`, { count: counts[kind] })).join(', '),
  };
};

/** The parts of a submission, each at its own address. */
export const SubmissionTabs = () => {
  const text = useText();
  const locale = useLocale();
  const { id, recordCounts, errorCount, warningCount, infoCount, revision } = useSubmission();
  const ability = useAbility<ConsoleAbility>();
  const canReadRecords = ability.can('read', 'Record');
  const canReadFiles = ability.can('read', 'File');
  const tabs: Tab[] = [
    { part: 'overview', path: '', count: null },
    ...(canReadRecords
      ? ([
          { part: 'records', path: '/records', ...countOfRecords(recordCounts, text) },
          ...(canReadFiles ? [{ part: 'files', path: '/files', count: null } as const] : []),
          {
            part: 'findings',
            path: '/findings',
            // Notes are no findings that anybody has to look at: the count leaves them out, the page sets them apart.
            count: errorCount + warningCount,
            counted: [
              text('words.severities.error', { count: errorCount }),
              text('words.severities.warning', { count: warningCount }),
              text('words.severities.info', { count: infoCount }),
            ].join(', '),
          },
        ] satisfies Tab[])
      : []),
    { part: 'revisions', path: '/revisions', count: revision },
    ...(ability.can('read', 'AuditEvent')
      ? [{ part: 'history', path: '/history', count: null } as const]
      : []),
  ];
  return (
    <TabRow label={text('submission.tab.label')}>
      {tabs.map(({ part, path, count, counted }) => (
        <NavLink
          key={part}
          to={`/submissions/${id}${path}`}
          end={part === 'overview'}
          title={counted}
          className={({ isActive }) => classes(list.tab, isActive && list.currentTab)}
        >
          {part === 'findings' && errorCount > 0 && (
            <span className="bad">
              <SenseMark sense="bad" title={text('words.severities.error', { count: errorCount })} />
            </span>
          )}
          {text(`submission.tab.${part}`)}
          {count !== null && <span className={list.tabCount}>{count.toLocaleString(locale)}</span>}
        </NavLink>
      ))}
    </TabRow>
  );
};
