import type { UmbrellaView } from '@contract/ena/umbrellas/umbrella.contract.ts';
import { useLocale } from 'react-admin';
import { RecordBody } from '../../components/RecordBody.tsx';
import { calendarDay } from '../../components/relativeTime.ts';
import { RelativeTime } from '../../components/RelativeTime.tsx';
import { Facts, Section } from '../../components/Section.tsx';
import { useText } from '../../i18n/useText.ts';
import { ComponentList } from './ComponentList.tsx';
import { EnaAccession } from './EnaAccession.tsx';
import { LastRequest } from './LastRequest.tsx';
import { RequestHistory } from './RequestHistory.tsx';
import styles from './umbrellas.module.css';

type Props = { umbrella: UmbrellaView };

/** Where it goes, what ENA calls it, who put it together and when. */
const About = ({ umbrella }: Props) => {
  const text = useText();
  const locale = useLocale();
  const { name, environment, enaAccession, registeredAt, holdDate, createdBy } = umbrella;
  return (
    <Section title={text('umbrella.about')}>
      <Facts
        facts={[
          { label: text('umbrella.field.name'), value: name && <bdi>{name}</bdi> },
          { label: text('ena.column.environment'), value: text(`words.environment.${environment}`) },
          {
            label: text('umbrella.field.enaAccession'),
            value: enaAccession && <EnaAccession value={enaAccession} environment={environment} />,
          },
          {
            label: text('umbrella.field.registered'),
            value: registeredAt && <RelativeTime value={registeredAt} />,
          },
          {
            label: text('umbrella.field.holdDate'),
            value: holdDate ? calendarDay(holdDate, locale) : text('umbrella.noHold'),
          },
          { label: text('ena.column.by'), value: <bdi>{createdBy.name}</bdi> },
          { label: text('ena.column.created'), value: <RelativeTime value={umbrella.createdAt} /> },
          { label: text('umbrella.field.changed'), value: <RelativeTime value={umbrella.updatedAt} /> },
        ]}
      />
      {environment !== 'production' && <p className="faint">{text(`ena.consequence.${environment}`)}</p>}
    </Section>
  );
};

export const UmbrellaRecord = ({ umbrella }: Props) => {
  const text = useText();
  const { request, description, components, environment } = umbrella;
  // What ENA refused, or nobody can tell, is the first thing to read.
  const isTrouble = request !== null && (request.status === 'refused' || request.status === 'attention');
  return (
    <RecordBody aside={<About umbrella={umbrella} />} asideLabel={text('umbrella.about')}>
      {isTrouble && <LastRequest request={request} />}
      <Section title={text('umbrella.field.description')}>
        <p className={styles.description} dir="auto">
          {description}
        </p>
      </Section>
      <ComponentList components={components} environment={environment} />
      {request !== null && !isTrouble && <LastRequest request={request} />}
      {request !== null && <RequestHistory umbrella={umbrella} />}
    </RecordBody>
  );
};
