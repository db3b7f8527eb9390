import type { AccessionView } from '@contract/accessions/accession.contract.ts';
import { senseOfAccession } from '../components/meaning.ts';
import { StatusPill } from '../components/StatusPill.tsx';
import { useText } from '../i18n/useText.ts';

type Props = { status: AccessionView['status']; quiet?: boolean };

export const AccessionStatusPill = ({ status, quiet = false }: Props) => (
  <StatusPill sense={senseOfAccession[status]} quiet={quiet}>
    {useText()(`words.accession.${status}`)}
  </StatusPill>
);
