import type { ExternalIdentifier } from '@contract/accessions/accession.contract.ts';
import { useText } from '../i18n/useText.ts';
import { classes } from './classes.ts';
import styles from './ExternalIdentifiers.module.css';
import { Identifier } from './Identifier.tsx';

const environments = ['production', 'test', 'sandbox'] as const;

type Props = {
  identifiers: readonly Pick<ExternalIdentifier, 'authority' | 'identifier' | 'environment'>[];
  /** On one line that is cut off, for rows of a table. */
  isInLine?: boolean;
};

/**
 * What ENA and BioSamples call a record. Identifiers of test services look just like real ones: a word stands beside them
 * wherever they are shown.
 */
export const ExternalIdentifiers = ({ identifiers, isInLine = false }: Props) => {
  const text = useText();
  return (
    <span className={classes(styles.list, isInLine && styles.inLine)}>
      {environments
        .map((environment) => ({
          environment,
          issued: identifiers.filter((each) => each.environment === environment),
        }))
        .filter(({ issued }) => issued.length > 0)
        .map(({ environment, issued }) => (
          <span
            key={environment}
            className={classes(styles.group, environment !== 'production' && styles.test)}
          >
            {environment !== 'production' && (
              <span className={styles.mark} title={text(`words.notReal.${environment}`)}>
                {text(`words.issuedBy.${environment}`)}
              </span>
            )}
            {issued.map(({ authority, identifier }) => (
              <Identifier key={authority} value={identifier} />
            ))}
          </span>
        ))}
    </span>
  );
};
