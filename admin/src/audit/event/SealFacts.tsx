import type { AuditProof } from '@contract/audit/proof/proof.contract.ts';
import { useLocale } from 'react-admin';
import { Identifier } from '../../components/Identifier.tsx';
import { Facts } from '../../components/Section.tsx';
import { useText } from '../../i18n/useText.ts';
import { WhenExactly } from './WhenExactly.tsx';

type Props = { seal: NonNullable<AuditProof['seal']>; isShort?: boolean };

/** The number of the event in the sealed log, its segment, its hash, and by which key the head is signed. */
export const SealFacts = ({ seal, isShort = false }: Props) => {
  const text = useText();
  const locale = useLocale();
  const { segment } = seal;
  const number = segment.number.toLocaleString(locale);
  const place = [
    { label: text('finding.proof.place'), value: seal.seq.toLocaleString(locale) },
    {
      label: text('finding.proof.segment'),
      value: text('finding.proof.segmentOf', { number, count: segment.count }),
    },
  ];
  if (isShort) return <Facts facts={place} />;
  return (
    <Facts
      facts={[
        ...place,
        { label: text('finding.proof.sealedAt'), value: <WhenExactly value={segment.closedAt} /> },
        { label: text('finding.proof.leaf'), value: <Identifier value={seal.leaf} short={16} /> },
        { label: text('finding.proof.key'), value: <Identifier value={seal.keyId} /> },
      ]}
    />
  );
};
