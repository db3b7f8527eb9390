import type { UmbrellaView } from '@contract/ena/umbrellas/umbrella.contract.ts';
import { useText } from '../../i18n/useText.ts';
import lifecycle from '../lifecycle/lifecycle.module.css';

type Request = Pick<NonNullable<UmbrellaView['request']>, 'status' | 'messages'>;

const senseOf = ({ status }: Request) =>
  status === 'refused' ? 'bad' : status === 'attention' ? 'doubtful' : undefined;

/** What ENA said to a request, each message once; nothing where it said nothing. */
export const RequestMessages = ({ request }: { request: Request }) => {
  const text = useText();
  const { messages } = request;
  if (messages.length === 0) return null;
  return (
    <ul
      className={lifecycle.messages}
      data-sense={senseOf(request)}
      aria-label={text('ena.attempts.messages')}
    >
      {[...new Set(messages)].map((message) => (
        <li key={message}>
          <bdi>{message}</bdi>
        </li>
      ))}
    </ul>
  );
};
