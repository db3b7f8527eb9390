import { Fragment } from 'react';

/** The log's name of an action, e.g. `submission.request_changes`. It may break after a dot or an underscore. */
export const ActionCode = ({ action, className }: { action: string; className?: string | undefined }) => {
  const parts = action.split(/(?<=[._])/);
  return (
    <code className={className}>
      {parts.map((part, index) => (
        <Fragment key={parts.slice(index).join('')}>
          {index > 0 && <wbr />}
          {part}
        </Fragment>
      ))}
    </code>
  );
};
