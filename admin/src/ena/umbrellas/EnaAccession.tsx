import type { UmbrellaView } from '@contract/ena/umbrellas/umbrella.contract.ts';
import { ExternalIdentifiers } from '../../components/ExternalIdentifiers.tsx';

type Props = { value: string; environment: UmbrellaView['environment']; isInLine?: boolean };

/** What ENA calls it, with the word that it is not real where it is not. */
export const EnaAccession = ({ value, environment, isInLine = false }: Props) => (
  <ExternalIdentifiers
    identifiers={[{ authority: 'ENA', identifier: value, environment }]}
    isInLine={isInLine}
  />
);
