import { useAbility } from '@casl/react';
import Button from '@mui/material/Button';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useDataProvider } from 'react-admin';
import { Link } from 'react-router-dom';
import { Section } from '../../components/Section.tsx';
import { useText } from '../../i18n/useText.ts';
import type { ConsoleAbility } from '../../providers/ability.ts';
import type { ConsoleDataProvider } from '../../providers/dataProvider.ts';
import styles from './lifecycle.module.css';
import { ModifyDialog } from './ModifyDialog.tsx';

const shown = 20;

/** What was approved since ENA was sent a submission's records, and the way to have ENA replace them; nothing where nothing was. */
export const Differences = ({ submissionId }: { submissionId: string }) => {
  const text = useText();
  const ability = useAbility<ConsoleAbility>();
  const provider = useDataProvider<ConsoleDataProvider>();
  const [isAsked, setAsked] = useState(false);
  const { data } = useQuery({
    queryKey: ['accessions', 'differences', submissionId],
    queryFn: () => provider.differences(submissionId),
    enabled: ability.can('read', 'EnaRequest'),
  });
  if (data === undefined || data.total === 0) return null;
  const possible = data.items.filter(({ obstacle }) => obstacle === null).length;
  return (
    <Section
      title={text('lifecycle.differences.title', { count: data.total })}
      actions={
        possible > 0 &&
        ability.can('create', 'EnaRequest') && (
          <Button size="small" onClick={() => setAsked(true)}>
            {text('lifecycle.differences.action', { count: possible })}
          </Button>
        )
      }
    >
      <ul className={styles.list}>
        {data.items
          .slice(0, shown)
          .map(({ accession, alias, kind, title, enaAccession, fields, obstacle }) => (
            <li key={accession}>
              <Link to={`/accessions/${accession}`} className="mono">
                <bdi>{enaAccession}</bdi>
              </Link>
              <span>
                {text(`words.kind.${kind}`)} <bdi>{kind === 'project' ? title : alias}</bdi>{' '}
                <bdi className={styles.said}>{obstacle ?? fields.join(', ')}</bdi>
              </span>
            </li>
          ))}
      </ul>
      {data.total > shown && (
        <p className="faint">{text('lifecycle.moreCovered', { count: data.total - shown })}</p>
      )}
      {isAsked && (
        <ModifyDialog submissionId={submissionId} count={possible} onClose={() => setAsked(false)} />
      )}
    </Section>
  );
};
