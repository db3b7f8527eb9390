import type { UmbrellaView } from '@contract/ena/umbrellas/umbrella.contract.ts';
import { useState } from 'react';
import Button from '@mui/material/Button';
import { Link } from 'react-router-dom';
import { Identifier } from '../../components/Identifier.tsx';
import { Section } from '../../components/Section.tsx';
import { StatusPill } from '../../components/StatusPill.tsx';
import { useText } from '../../i18n/useText.ts';
import { EnaAccession } from './EnaAccession.tsx';
import styles from './umbrellas.module.css';

type Component = UmbrellaView['components'][number];
type Props = Pick<UmbrellaView, 'components' | 'environment'>;

/** An umbrella may group two thousand; the page begins with these. */
const first = 100;

/** A title is known of what was deposited here only: that has a page. */
const ComponentRow = ({ component, environment }: { component: Component } & Pick<Props, 'environment'>) => {
  const text = useText();
  const { accession, enaAccession, title } = component;
  return (
    <li>
      {title === null ? (
        <Identifier value={accession} />
      ) : (
        <Link to={`/accessions/${accession}`} className="mono">
          <bdi>{accession}</bdi>
        </Link>
      )}
      {title === null ? <span className="faint">{text('umbrella.notHere')}</span> : <bdi>{title}</bdi>}
      {enaAccession === null ? (
        <StatusPill sense="waiting" quiet>
          {text('umbrella.notAtEna')}
        </StatusPill>
      ) : (
        enaAccession !== accession && <EnaAccession value={enaAccession} environment={environment} />
      )}
    </li>
  );
};

/** The projects that it groups, in their order, each with what ENA calls it. */
export const ComponentList = ({ components, environment }: Props) => {
  const text = useText();
  const [isWhole, setWhole] = useState(false);
  const shown = isWhole ? components : components.slice(0, first);
  const rest = components.length - shown.length;
  return (
    <Section title={text('umbrella.groups', { count: components.length })}>
      {components.length === 0 && <p className="faint">{text('umbrella.noComponents')}</p>}
      <ul className={styles.components}>
        {shown.map((component) => (
          <ComponentRow key={component.accession} component={component} environment={environment} />
        ))}
      </ul>
      {rest > 0 && (
        <div>
          <Button size="small" onClick={() => setWhole(true)}>
            {text('umbrella.showRest', { count: rest })}
          </Button>
        </div>
      )}
    </Section>
  );
};
