import type { AuditFacet } from '@contract/audit/finding/facets.contract.ts';
import { useLocale } from 'react-admin';
import { ErrorState } from '../../components/ErrorState.tsx';
import { RowsSkeleton } from '../../components/Skeletons.tsx';
import { useText, type Text } from '../../i18n/useText.ts';
import { actionWords } from '../actions.ts';
import { nameInLog } from '../erasedName.ts';
import { typeWords } from '../typeWords.ts';
import styles from './Facets.module.css';
import { type FacetName, leftOut } from './leftOut.ts';
import { useFacets } from './useFacets.ts';
import { Isolated } from '../../components/Isolated.tsx';
import { plainText } from '../../components/hiddenCharacters.ts';

const names: readonly FacetName[] = ['action', 'actor', 'type', 'source'];

const wordsOf = (name: FacetName, { value, label }: AuditFacet['values'][number], text: Text): string => {
  if (name === 'action') return actionWords(value, text);
  if (name === 'type') return typeWords(value, text);
  if (name === 'source') return text(`finding.source.${value as 'user'}`);
  return label === null ? value : nameInLog('user', label, text);
};

type FacetProps = {
  name: FacetName;
  facet: AuditFacet;
  chosen: string | undefined;
  onChoose: (value: string) => void;
};

const Facet = ({ name, facet, chosen, onChoose }: FacetProps) => {
  const text = useText();
  const locale = useLocale();
  const left = leftOut(name, facet);
  return (
    <section className={styles.facet}>
      <h2>{text(`finding.facets.${name}`)}</h2>
      <ul>
        {facet.values.map((each) => {
          const isChosen = chosen === each.value;
          const count = each.count.toLocaleString(locale);
          return (
            <li key={each.value}>
              <button
                type="button"
                aria-pressed={isChosen}
                title={plainText(each.value)}
                onClick={() => onChoose(isChosen ? '' : each.value)}
              >
                <Isolated value={wordsOf(name, each, text)} />
                <span>
                  {text(each.isCapped ? 'finding.facets.capped' : 'finding.facets.count', { count })}
                </span>
              </button>
            </li>
          );
        })}
      </ul>
      {facet.values.length === 0 && (
        <p className="faint">{text(facet.isComplete ? 'finding.facets.none' : 'finding.facets.late')}</p>
      )}
      {left !== null && <p className="faint">{text(`finding.facets.${left}`)}</p>}
    </section>
  );
};

type Props = {
  /** The filter whose events are counted. */
  filter: Record<string, string>;
  values: Record<string, string>;
  onChoose: (name: FacetName, value: string) => void;
};

/** The values that the events have, with counts. Each narrows the list down or, pressed again, widens it. */
export const Facets = ({ filter, values, onChoose }: Props) => {
  const text = useText();
  const { data, error, isPending, isPlaceholderData, refetch } = useFacets(filter);
  if (isPending) return <RowsSkeleton rows={4} />;
  if (data === undefined) return <ErrorState isInline error={error} onRetry={() => void refetch()} />;
  return (
    <section
      className={styles.facets}
      aria-label={text('finding.facets.label')}
      aria-busy={isPlaceholderData}
      data-settling={isPlaceholderData || undefined}
    >
      {names.map((name) => (
        <Facet
          key={name}
          name={name}
          facet={data[name]}
          chosen={values[name]}
          onChoose={(value) => onChoose(name, value)}
        />
      ))}
    </section>
  );
};
