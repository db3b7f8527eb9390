import type { SubmissionCommand } from '@contract/submissions/submission.contract.ts';
import Button from '@mui/material/Button';
import IconButton from '@mui/material/IconButton';
import Menu from '@mui/material/Menu';
import MenuItem from '@mui/material/MenuItem';
import Tooltip from '@mui/material/Tooltip';
import { useRef, useState } from 'react';
import { useNotify } from 'react-admin';
import { Icon } from '../components/Icon.tsx';
import { useText } from '../i18n/useText.ts';
import { commandsOffered, type CommandState } from './commandSet.ts';
import { accessionsToMint, useRecordsInWords } from './recordsInWords.ts';
import { useOtherCurator, useSubmission, useSubmissionCommand } from './useSubmission.ts';

const useButtonText = () => {
  const text = useText();
  const { recordCounts } = useSubmission();
  const words = useRecordsInWords();
  return (command: SubmissionCommand) =>
    text(`submission.command.${command}.action`, {
      count: accessionsToMint(recordCounts),
      content: words.short(recordCounts),
    });
};

type ButtonProps = { state: CommandState; isPrimary: boolean; onGive: (command: SubmissionCommand) => void };

/** A command that is refused stays in its place and says why: to the pointer, to the keyboard and to a screen reader. */
const CommandButton = ({ state: { command, allowed, because }, isPrimary, onGive }: ButtonProps) => {
  const label = useButtonText()(command);
  const button = (
    <Button
      {...(isPrimary ? { variant: 'contained', color: 'primary' } : {})}
      {...(command === 'reject' ? { color: 'error' } : {})}
      aria-disabled={!allowed}
      className={allowed ? '' : 'Mui-disabled'}
      sx={allowed ? {} : { pointerEvents: 'auto !important', cursor: 'not-allowed' }}
      onClick={() => allowed && onGive(command)}
    >
      {label}
    </Button>
  );
  return because === null ? (
    button
  ) : (
    <Tooltip title={because} describeChild>
      {button}
    </Tooltip>
  );
};

const MoreCommands = ({
  states,
  onGive,
}: {
  states: readonly CommandState[];
  onGive: (command: SubmissionCommand) => void;
}) => {
  const text = useText();
  const label = useButtonText();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  if (states.length === 0) return null;
  return (
    <>
      <IconButton
        aria-label={text('submission.more')}
        aria-haspopup="menu"
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        <Icon name="more" />
      </IconButton>
      <Menu anchorEl={anchor} open={anchor !== null} onClose={() => setAnchor(null)}>
        {states.map(({ command }) => (
          <MenuItem
            key={command}
            onClick={() => {
              setAnchor(null);
              onGive(command);
            }}
          >
            {label(command)}
          </MenuItem>
        ))}
      </Menu>
    </>
  );
};

/** The decisions that are open to this reader, the likeliest one filled; `onAsk` is told what has to be confirmed. */
export const CommandButtons = ({ onAsk }: { onAsk: (command: SubmissionCommand) => void }) => {
  const submission = useSubmission();
  const { buttons, menu } = commandsOffered(submission);
  const give = useSubmissionCommand();
  const otherCurator = useOtherCurator();
  const notify = useNotify();
  const text = useText();

  // Taking what nobody else has is no decision yet: it is done at once. Everything else is confirmed.
  const isClaiming = useRef(false);
  const claim = async () => {
    // The second click of a double click would be refused as somebody else's.
    if (isClaiming.current) return;
    isClaiming.current = true;
    try {
      const { reference } = await give('claim', '');
      notify(text('submission.command.claim.done', { reference }), { type: 'success' });
    } catch (error) {
      notify(error instanceof Error ? error.message : String(error), { type: 'error' });
    } finally {
      isClaiming.current = false;
    }
  };
  const onGive = (command: SubmissionCommand) =>
    command === 'claim' && otherCurator === null ? void claim() : onAsk(command);
  return (
    <>
      <MoreCommands states={menu} onGive={onGive} />
      {buttons.toReversed().map((state) => (
        <CommandButton key={state.command} state={state} isPrimary={state === buttons[0]} onGive={onGive} />
      ))}
    </>
  );
};
