import { useLocale } from 'react-admin';
import { Diff } from '../components/Diff.tsx';
import { EmptyState } from '../components/EmptyState.tsx';
import { ErrorState } from '../components/ErrorState.tsx';
import { RowsSkeleton } from '../components/Skeletons.tsx';
import { StatusPill } from '../components/StatusPill.tsx';
import { useText } from '../i18n/useText.ts';
import { changeKinds, fieldChanges, type FieldChange } from './changes.ts';
import { useChecklist, useChecklistVersion } from './useChecklist.ts';
import styles from './VersionChanges.module.css';

const senses = { added: 'good', removed: 'gone', changed: 'ours', reworded: 'plain' } as const;

const Change = ({ change }: { change: FieldChange }) => {
  const text = useText();
  return (
    <li className={styles.change}>
      <p className={styles.name}>
        <StatusPill sense={senses[change.kind]} quiet>
          {text(`checklists.change.${change.kind}`)}
        </StatusPill>
        <strong>
          <bdi>{change.field.name}</bdi>
        </strong>
        <span className="faint">{text(`checklists.requirement.${change.field.requirement}`)}</span>
      </p>
      {'properties' in change && (
        <dl className={styles.properties}>
          {change.properties.map(({ property, before, after }) => (
            <div key={property}>
              <dt>{text(`checklists.property.${property}`)}</dt>
              <dd className={property === 'pattern' ? 'mono' : ''}>
                <Diff before={before} after={after} />
              </dd>
            </div>
          ))}
        </dl>
      )}
    </li>
  );
};

/** What this version asks differently from the one before it. */
export const VersionChanges = () => {
  const text = useText();
  const locale = useLocale();
  const { accession, version, versions, document } = useChecklist();
  const earlier = versions[versions.indexOf(version) + 1] ?? null;
  const { data, error, isPlaceholderData, refetch } = useChecklistVersion(
    accession,
    earlier,
    earlier !== null,
  );
  if (earlier === null) return <EmptyState title={text('checklists.firstVersion')} />;
  if (error !== null && data === undefined)
    return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (data === undefined || isPlaceholderData) return <RowsSkeleton />;
  const changes = fieldChanges(data.document, document);
  const counted = changeKinds
    .map((kind) => ({ kind, count: changes.filter((each) => each.kind === kind).length }))
    .filter(({ count }) => count > 0)
    .map(({ kind, count }) => text(`checklists.changed.${kind}`, { count }));
  return (
    <div className={styles.page}>
      <p>
        {changes.length === 0
          ? text('checklists.sameFields', { version: earlier })
          : text('checklists.since', {
              version: earlier,
              what: new Intl.ListFormat(locale, { type: 'conjunction' }).format(counted),
            })}
      </p>
      <ol className={styles.changes}>
        {changes.map((change) => (
          <Change key={`${change.kind} ${change.field.name}`} change={change} />
        ))}
      </ol>
    </div>
  );
};
