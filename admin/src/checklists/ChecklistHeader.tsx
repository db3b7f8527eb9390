import { useSearchParams } from 'react-router-dom';
import { Identifier } from '../components/Identifier.tsx';
import { ListTabs } from '../components/list/ListTabs.tsx';
import { RecordHeader } from '../components/RecordHeader.tsx';
import { RelativeTime } from '../components/RelativeTime.tsx';
import { useText } from '../i18n/useText.ts';
import { requirementCounts, requirements } from './fields.ts';
import { useChecklist } from './useChecklist.ts';
import { VersionPicker } from './VersionPicker.tsx';

/** The parts of the page: the fields by what is asked of them, and what differs from the version before, if there is one. */
const useParts = () => {
  const text = useText();
  const [query] = useSearchParams();
  const { document, version, versions } = useChecklist();
  const counts = requirementCounts(document, { q: query.get('q') ?? '', type: query.get('type') ?? '' });
  const hasEarlier = versions.indexOf(version) < versions.length - 1;
  return [
    { key: 'all', label: text('checklists.view.all'), filter: {}, count: counts.all },
    ...requirements.map((each) => ({
      key: each,
      label: text(`checklists.requirement.${each}`),
      filter: {},
      count: counts[each],
    })),
    ...(hasEarlier ? [{ key: 'changes', label: text('checklists.view.changes'), filter: {} }] : []),
  ];
};

export const ChecklistHeader = () => {
  const text = useText();
  const [query] = useSearchParams();
  const { accession, label, document, installedAt, isCurrent, sourceSha256 } = useChecklist();
  return (
    <RecordHeader
      title={label}
      facts={
        <>
          <Identifier value={accession} />
          <VersionPicker />
          <span>
            {text('checklists.installed')} <RelativeTime value={installedAt} />
          </span>
          <span>
            {text('checklists.source')} <Identifier value={sourceSha256} short={12} />
          </span>
        </>
      }
      next={isCurrent ? document.description : text('checklists.notCurrent')}
      tabs={<ListTabs views={useParts()} current={query.get('view') ?? 'all'} />}
    />
  );
};
