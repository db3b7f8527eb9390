import { useAbility } from '@casl/react';
import type { RequestCommand, RequestView } from '@contract/ena/lifecycle/request.contract.ts';
import Button from '@mui/material/Button';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useDataProvider, useNotify } from 'react-admin';
import { ReasonDialog } from '../../components/ReasonDialog.tsx';
import { useText } from '../../i18n/useText.ts';
import type { ConsoleAbility } from '../../providers/ability.ts';
import type { ConsoleDataProvider } from '../../providers/dataProvider.ts';
import { requestMovesOf } from './requestMoves.ts';

type DialogProps = { request: RequestView; command: RequestCommand; onClose: () => void };

const MoveDialog = ({ request, command, onClose }: DialogProps) => {
  const text = useText();
  const notify = useNotify();
  const client = useQueryClient();
  const provider = useDataProvider<ConsoleDataProvider>();
  const { id, version, reference, kind } = request;
  return (
    <ReasonDialog
      title={text(`lifecycle.move.${command}.title`, { reference })}
      action={text(`lifecycle.move.${command}.action`)}
      canBeUndone={false}
      reason={command === 'confirm' || command === 'decline' ? 'required' : 'optional'}
      onClose={onClose}
      onConfirm={async (reason) => {
        try {
          await provider.commandRequest(id, version, command, reason);
          notify(text(`lifecycle.move.${command}.done`, { reference }), { type: 'success' });
        } finally {
          for (const key of ['ena-requests', 'accessions'])
            void client.invalidateQueries({ queryKey: [key] });
        }
      }}
    >
      <p>{text(`lifecycle.move.${command}.what`, { what: text(`lifecycle.kind.${kind}`) })}</p>
    </ReasonDialog>
  );
};

/** What a person can do with the request now, the likeliest filled and last. */
export const RequestMoves = ({ request }: { request: RequestView }) => {
  const text = useText();
  const maySettle = useAbility<ConsoleAbility>().can('settle', 'EnaRequest');
  const [asked, setAsked] = useState<RequestCommand | null>(null);
  const moves = maySettle ? requestMovesOf(request) : [];
  return (
    <>
      {moves.toReversed().map((command) => (
        <Button
          key={command}
          {...(command === moves[0] ? { variant: 'contained', color: 'primary' } : {})}
          onClick={() => setAsked(command)}
        >
          {text(`lifecycle.move.${command}.action`)}
        </Button>
      ))}
      {asked !== null && <MoveDialog request={request} command={asked} onClose={() => setAsked(null)} />}
    </>
  );
};
