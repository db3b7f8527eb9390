import { useAbility } from '@casl/react';
import type { AccessionView } from '@contract/accessions/accession.contract.ts';
import Button from '@mui/material/Button';
import { useState } from 'react';
import { MoreMenu } from '../../components/MoreMenu.tsx';
import { useText } from '../../i18n/useText.ts';
import type { ConsoleAbility } from '../../providers/ability.ts';
import type { Lifecycle } from '../../providers/ena.ts';
import { accessionMovesOf } from './accessionMoves.ts';
import { LifecycleDialog } from './LifecycleDialog.tsx';

/** What a curator can ask for a record: when it becomes public, or that it is taken back. */
export const AccessionMoves = ({ accession }: { accession: AccessionView }) => {
  const text = useText();
  const ability = useAbility<ConsoleAbility>();
  const [asked, setAsked] = useState<Lifecycle | null>(null);
  const [first, ...rest] = accessionMovesOf(accession.status, (what) => ability.can(what, 'Accession'));
  return (
    <>
      <MoreMenu
        entries={rest.map((what) => ({
          key: what,
          label: text(`lifecycle.ask.${what}.action`),
          onChoose: () => setAsked(what),
        }))}
      />
      {first !== undefined && (
        <Button
          {...(first === 'release' ? { variant: 'contained', color: 'primary' } : {})}
          onClick={() => setAsked(first)}
        >
          {text(`lifecycle.ask.${first}.action`)}
        </Button>
      )}
      {asked !== null && (
        <LifecycleDialog accession={accession} what={asked} onClose={() => setAsked(null)} />
      )}
    </>
  );
};
